import { callerIdentity } from '../../evidence/sts/caller-identity.ts'
import { bullet, type Line, paragraph, text } from '../outline-lines.ts'
import { type Accounts, accountLines, ownIdentity, shownAccount } from './accounts.ts'
import { type Asker, defineInformation } from './command.ts'

/** What `whoami --json` prints. */
export interface WhoAmI {
  /** As the door knows them: Slack ids, or nothing on a terminal. */
  readonly user?: string
  readonly channel?: string
  readonly door: Asker['door']
  /** Whose credentials read AWS; only on a terminal are they the asker's own. */
  readonly accounts: Accounts
}

export const whoami = defineInformation<WhoAmI>({
  name: 'whoami',
  reads: [callerIdentity],
  lookups: [],
  answer: async (context) => {
    const { door, user, channel, accounts } = context.asker
    const isOwn = door === 'terminal' || (context.accounts.length === 0 && accounts === undefined)
    return {
      kind: 'data',
      data: {
        door,
        ...(user !== undefined && { user }),
        ...(channel !== undefined && { channel }),
        accounts: {
          accounts: context.accounts.map(shownAccount),
          isChannel: accounts !== undefined,
          ...(isOwn ? await ownIdentity(context) : {}),
        },
      },
    }
  },
  page: (data) => ({
    tone: data.accounts.problem === undefined ? 'plain' : 'unsure',
    title: data.door === 'terminal' ? 'Your AWS credentials' : 'You, to Firstlook',
    lines: whoLines(data),
    foot: [],
  }),
})

function whoLines({ door, user, channel, accounts }: WhoAmI): Line[] {
  const { own, problem } = accounts
  const inSlack = [
    ...(user === undefined ? [] : [bullet(text('Slack user: ', 'strong'), { kind: 'person', user })]),
    ...(channel === undefined ? [] : [bullet(text('Channel: ', 'strong'), text(channel, 'code'))]),
    bullet(
      'Firstlook reads AWS with its own role, never with yours, and changes nothing; CloudTrail in the watched account shows its reads.',
    ),
  ] as const
  const identity =
    own === undefined
      ? [bullet(`They could not be read. ${problem ?? ''}`.trim())]
      : [
          bullet(text('Identity: ', 'strong'), text(own.arn, 'code')),
          bullet(text('Account: ', 'strong'), `${own.account}, region ${own.region}`),
        ]
  return [
    ...(door === 'terminal' ? identity : inSlack),
    paragraph(text('May be asked about:', 'strong')),
    ...accountLines(accounts),
  ]
}
