import { usageCause } from './usage-cause.ts'

export const costEc2OtherIdle = usageCause({
  id: 'cost-ec2-other-idle',
  use: 'volumes, snapshots and addresses',
  cause: 'Volumes, snapshots and public addresses are billed as long as they exist, attached or not.',
  fix: (target) => ({
    now: 'List what nothing uses: volumes in state available, addresses without association, snapshots of volumes that are gone.',
    proper: 'Delete them, after a last snapshot where in doubt; a lifecycle for snapshots.',
    prevent: 'DeleteOnTermination on volumes, and Data Lifecycle Manager.',
    cli: `aws ec2 describe-volumes --filters Name=status,Values=available --query 'Volumes[].[VolumeId,Size,CreateTime]' --output text --region ${target.region}\naws ec2 describe-addresses --query 'Addresses[?AssociationId==null].PublicIp' --output text --region ${target.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-lifecycle.html',
  known: 'confirmed',
})
