import { vpcEndpoints } from '../../evidence/ec2/vpc-endpoints.ts'
import { calledTableLatencies } from '../../evidence/lambda/called-table-latencies.ts'
import { from } from '../../evidence/probe.ts'
import type { FunctionTimeouts } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { milliseconds } from '../dynamodb/amount.ts'
import { latencies } from '../dynamodb/latency.ts'

export const ddbSlowVpcPath = defineCause({
  id: 'ddb-slow-vpc-path',
  target: 'function-timeouts',
  symptoms: ['slow'],
  cause:
    'A function in a VPC reaches DynamoDB by a NAT gateway instead of a gateway endpoint, a longer and busier way.',
  fix: ({ vpcId, region }) => ({
    now: `Create a gateway endpoint for DynamoDB in ${vpcId}; it costs nothing, and breaks connections to DynamoDB that are open in that moment.`,
    cli: `aws ec2 create-vpc-endpoint --vpc-id ${vpcId} --vpc-endpoint-type Gateway --service-name com.amazonaws.${region}.dynamodb --route-table-ids $(aws ec2 describe-route-tables --filters Name=vpc-id,Values=${vpcId} --query 'RouteTables[].RouteTableId' --output text --region ${region}) --region ${region}`,
    iac: 'CDK: vpc.addGatewayEndpoint(…DYNAMODB); Terraform: aws_vpc_endpoint with vpc_endpoint_type = "Gateway".',
  }),
  docs: 'https://repost.aws/knowledge-center/dynamodb-high-latency',
  known: 'memory',
  needs: {
    endpoints: vpcEndpoints,
    tables: from(calledTableLatencies, (target: FunctionTimeouts) => target.function),
  },
  diagnose({ endpoints, tables }, { target, fact }) {
    const endpoint = endpoints.find((each) => each.service === 'dynamodb')
    if (endpoint !== undefined) return { clear: `${target.vpcId} has ${endpoint.id} for DynamoDB.` }
    const [called] = tables
    const [slowest] = called === undefined ? [] : latencies(called.metrics)
    if (called === undefined || slowest === undefined) return 'clear'
    return {
      strength: 'possible',
      resource: target.function,
      summary: `${called.name} answers in ${milliseconds(slowest.average)}, and ${target.function.name} reaches it from ${target.vpcId} without a gateway endpoint; how much of its time goes on the way is in no metric.`,
      facts: [
        fact('endpoints', `Endpoint for DynamoDB in ${target.vpcId}`, 'none'),
        fact(
          'tables',
          `${slowest.operation} on ${called.name}, time in DynamoDB`,
          `${milliseconds(slowest.average)} on average`,
          undefined,
          `${called.name} SuccessfulRequestLatency Average ${slowest.operation}`,
        ),
      ],
    }
  },
})
