import { coldCause } from './cold-cause.ts'

export const coldJavaDotnet = coldCause({
  id: 'cold-java-dotnet',
  cause: 'A JVM or CLR starts slowly, and SnapStart, which avoids that, is off.',
  fix: (target) => ({
    now: `Switch SnapStart on and publish a version of ${target.id}.`,
    proper: 'Call the function through an alias; SnapStart works for published versions only.',
    cli: `aws lambda update-function-configuration --function-name ${target.id} --snap-start ApplyOn=PublishedVersions --region ${target.region}\naws lambda publish-version --function-name ${target.id} --region ${target.region}`,
    iac: 'CDK: snapStart: SnapStartConf.ON_PUBLISHED_VERSIONS; SAM: SnapStart: { ApplyOn: PublishedVersions }; Terraform: snap_start { apply_on = "PublishedVersions" }.',
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html',
})
