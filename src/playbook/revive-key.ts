/** Makes a key usable again: a deletion that waits is cancelled first; undefined where its state is none that can be ended. */
export function reviveKey(keyArn: string, state: string | undefined, region: string): string | undefined {
  const place = `--key-id ${keyArn} --region ${keyArn.split(':')[3] || region}`
  const enable = `aws kms enable-key ${place}`
  if (state === 'Disabled') return enable
  return state === 'PendingDeletion' ? `aws kms cancel-key-deletion ${place}\n${enable}` : undefined
}
