import { type Denial, denial, placeOf } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citePrincipal, type IamPrincipal, iamPrincipal, principalName } from './principal.ts'

/** The role that somebody wanted to assume, with its trust policy; null when it was not about assuming a role of this account. */
export const assumedRole = defineProbe<IamPrincipal | null, Denial>({
  id: 'iam.trust-policy',
  actions: ['iam:GetRole'],
  uses: [iamPrincipal],
  key: (target) => `${target.account} ${target.action ?? ''} ${target.resource ?? ''}`,
  resource: (target) => target.resource ?? '*',
  async fetch(target, at) {
    const isAssuming = /^sts:(AssumeRole|TagSession|SetSourceIdentity)/i.test(target.action ?? '')
    if (!isAssuming || principalName(target.resource)?.kind !== 'role') return null
    return await at.read(iamPrincipal, denial(placeOf(target), { principal: target.resource ?? '', source: 'asked' }))
  },
  cite: (target) => citePrincipal(target, target.resource),
})
