import { shellWord } from '../command.ts'
import { coldCause } from './cold-cause.ts'

export const coldLmi = coldCause({
  id: 'cold-lmi',
  cause: 'The function runs on capacity of the account’s own, which could not grow.',
  fix: (target) => ({
    proper:
      'Raise the limits of the capacity provider or of the function’s execution environments, or allow more instance types.',
    cli: `aws lambda get-function-scaling-config --function-name ${target.id} --qualifier ${shellWord(target.qualifier ?? '$LATEST')} --region ${target.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionScalingConfig.html',
})
