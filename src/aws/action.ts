/** `service:Action`, as IAM spells it. */
export type IamActionName = `${string}:${string}`
