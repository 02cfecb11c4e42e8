/** EC2's client is larger than the next five together and few answers need it: it is loaded when the first one does. */
export function loadEc2(): Promise<typeof import('./ec2-client.ts')> {
  return import('./ec2-client.ts')
}
