import { BlockList, isIP } from 'node:net'

/** Whether text is an IPv4 or IPv6 range such as `10.0.0.0/24`. */
export function isCidr(text: string): boolean {
  return blockOf(text) !== undefined
}

/** Whether an address is inside a range; text that is no address is not. */
export function isInCidr(address: string, range: string): boolean {
  const family = isIP(address)
  return family !== 0 && blockOf(range)?.check(address, family === 6 ? 'ipv6' : 'ipv4') === true
}

function blockOf(text: string): BlockList | undefined {
  const match = /^([\da-fA-F.:]+)\/(\d{1,3})$/.exec(text)
  const [, address = '', bits = ''] = match ?? []
  const family = isIP(address)
  if (family === 0 || Number(bits) > (family === 6 ? 128 : 32)) return undefined
  const block = new BlockList()
  block.addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4')
  return block
}
