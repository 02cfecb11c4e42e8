import { stackFailureCause } from './stack-failure.ts'

export const cfnNotFoundRef = stackFailureCause({
  id: 'cfn-not-found-ref',
  known: 'confirmed',
  cause:
    'A resource needs something that is not there: another resource, an export, a parameter, an image, in this region and account.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html',
  clause: () => 'something it refers to is not there',
  fix: (failure) => ({
    now: `Create what ${failure.logicalId} refers to, or correct the name, region or account in the template.`,
    proper: 'Refer with !Ref, !GetAtt or DependsOn to what the same template makes, so that the order is kept.',
    iac: `Use \`!Ref\`/\`!GetAtt\` in ${failure.logicalId} in place of a literal name.`,
  }),
})
