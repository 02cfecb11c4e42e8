import type { RestApi } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { choose, shellWord } from '../command.ts'
import { judgeCors } from './cors.ts'
import { restRefusalNeeds } from './refusal-cause.ts'

export const cors4xx = defineCause({
  id: 'apigw4xx-cors',
  target: 'rest-api',
  symptoms: ['4xx', '403'],
  cause: 'The CORS preflight is refused: the path has no OPTIONS method, or one that asks for authorization or a key.',
  fix: (api) => ({
    now: 'Add an OPTIONS method without authorization and key to the path, and deploy; deploying makes every change of the draft live.',
    proper:
      'Add the CORS headers to DEFAULT_4XX and DEFAULT_5XX too, so that browsers show the real error, and let the function send them.',
    cli: addPreflight(api),
    iac: 'CDK: defaultCorsPreflightOptions: { allowOrigins: Cors.ALL_ORIGINS }; SAM: Globals.Api.Cors with AddDefaultAuthorizerToCorsPreflight: false',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html',
  known: 'confirmed',
  needs: restRefusalNeeds,
  diagnose: (evidence, { target, fact }) =>
    judgeCors(evidence, target, (need, label, value, time, aspect) => fact(need, label, value, time, aspect)),
})

/** A mock that answers preflights of one resource. A resource that has OPTIONS already is left as it is. */
function addPreflight({ id, stage, region }: RestApi): string {
  const header = (name: string): string => `method.response.header.Access-Control-Allow-${name}`
  const headers = ['Origin', 'Methods', 'Headers']
  return choose(
    `aws apigateway get-resources --rest-api-id ${id} --query 'items[].[id,path,keys(resourceMethods || \`{}\`)]' --region ${region}`,
    {
      RESOURCE: 'the id of the path in the list',
      ORIGIN: 'where the page that calls comes from, such as its https address without a path',
    },
    ({ RESOURCE, ORIGIN }) => {
      const place = `--rest-api-id ${id} --resource-id ${RESOURCE} --http-method OPTIONS --region ${region}`
      // API Gateway wants constant values in single quotes of their own.
      const answers = shellWord(
        JSON.stringify({
          [header('Origin')]: "'CHOSEN.ORIGIN'",
          [header('Methods')]: "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'",
          [header('Headers')]: "'authorization,content-type,x-api-key'",
        }),
      ).replace('CHOSEN.ORIGIN', `'${ORIGIN}'`)
      const template = shellWord(JSON.stringify({ 'application/json': '{"statusCode":200}' }))
      return [
        `aws apigateway put-method ${place} --authorization-type NONE`,
        `aws apigateway put-integration ${place} --type MOCK --request-templates ${template}`,
        `aws apigateway put-method-response ${place} --status-code 200 --response-parameters ${headers.map((name) => `${header(name)}=false`).join(',')}`,
        `aws apigateway put-integration-response ${place} --status-code 200 --response-parameters ${answers}`,
        `aws apigateway create-deployment --rest-api-id ${id} --stage-name ${shellWord(stage)} --region ${region}`,
      ].join(' && ')
    },
  )
}
