/** The first frame of a stack that lies in the function's own code: `index.js:12 in handler`; undefined when none does. */
export function ownFrame(stack: string): string | undefined {
  const lines = stack.split(/[\r\n]+|\\n/)
  const python = lines.flatMap((line) => {
    const found = /File "([^"]+)", line (\d+), in (\S+)/.exec(line)
    return found?.[1] !== undefined && isOwn(found[1]) ? [frame(found[1], found[2], found[3])] : []
  })
  if (python.length > 0) return python.at(-1)
  for (const line of lines) {
    const found = nodeFrame(line) ?? javaFrame(line) ?? dotnetFrame(line) ?? rubyFrame(line)
    if (found !== undefined) return found
  }
  return undefined
}

function nodeFrame(line: string): string | undefined {
  const found = /^\s*at (?:async )?(?:(.+?) \()?(?:file:\/\/)?(\/[^():]+):(\d+)(?::\d+)?\)?\s*$/.exec(line)
  return found?.[2] !== undefined && isOwn(found[2]) ? frame(found[2], found[3], found[1]) : undefined
}

function javaFrame(line: string): string | undefined {
  const found = /^\s*at ([\w.$]+)\.([\w$<>]+)\(([\w$]+\.(?:java|kt|scala)):(\d+)\)/.exec(line)
  if (
    found?.[1] === undefined ||
    /^(?:java|javax|jdk|sun|com\.sun|com\.amazonaws|software\.amazon|org\.springframework|kotlin|scala)\b/.test(
      found[1],
    )
  )
    return undefined
  return `${found[3]}:${found[4]} in ${found[1].split('.').at(-1)}.${found[2]}`
}

function dotnetFrame(line: string): string | undefined {
  const found = /^\s*at ([\w.`<>]+)\(.*\) in (.+):line (\d+)/.exec(line)
  if (found?.[1] === undefined || found[2] === undefined || /^(?:System|Microsoft|Amazon)\./.test(found[1]))
    return undefined
  return `${fileOf(found[2])}:${found[3]} in ${found[1].split('.').slice(-2).join('.')}`
}

function rubyFrame(line: string): string | undefined {
  const found = /(\/var\/task\/[^:"]+\.rb):(\d+):in [`']([^'`]+)'/.exec(line)
  return found?.[1] !== undefined && isOwn(found[1]) ? frame(found[1], found[2], found[3]) : undefined
}

const foreign =
  /node_modules|^node:|\/var\/runtime\/|\/var\/lang\/|\/opt\/|site-packages|dist-packages|botocore|boto3|\/vendor\/|<frozen/

function isOwn(path: string): boolean {
  return !foreign.test(path)
}

function frame(path: string, line: string | undefined, name: string | undefined): string {
  return `${fileOf(path)}:${line}${name === undefined ? '' : ` in ${name.replace(/^Runtime\./, '')}`}`
}

function fileOf(path: string): string {
  return path.replace(/^.*\/var\/task\//, '').replace(/^.*[\\/](?=[^\\/]+[\\/][^\\/]+$)/, '')
}
