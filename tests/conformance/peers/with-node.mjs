// Runs a validator of npm over a list of cases; see tests/conformance/beside_peers.py.
// Usage: with-node.mjs NAME CASES OUTPUT, in the folder that the packages are installed in.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const here = createRequire(join(process.cwd(), 'package.json'))
const load = async name => import(pathToFileURL(here.resolve(name)))
const [name, cases, output] = process.argv.slice(2)
const { default: rdf } = await load('rdf-ext')
const { Parser, Writer } = await load('n3')

function read (file) {
  const parser = new Parser({ baseIRI: pathToFileURL(file).href, factory: rdf })
  return rdf.dataset(parser.parse(readFileSync(file, 'utf8')))
}

async function validator (shapes) {
  if (name === 'rdf-validate-shacl') {
    const { default: Validator } = await load('rdf-validate-shacl')
    // What a file imports is not read by the other validators either.
    const made = new Validator(shapes, { importGraph: () => rdf.dataset() })
    return data => made.validate(data)
  }
  const { Validator } = await load('shacl-engine')
  const { targetResolvers, validations } = await load('shacl-engine/sparql.js')
  const made = new Validator(shapes, { factory: rdf, targetResolvers, validations })
  return data => made.validate({ dataset: data })
}

function written (quads) {
  const writer = new Writer({ format: 'N-Triples' })
  return writer.quadsToString([...quads])
}

let number = 0
for (const line of readFileSync(cases, 'utf8').trim().split('\n')) {
  const { data, shapes } = JSON.parse(line)
  try {
    const validate = await validator(read(shapes))
    const report = await validate(read(data))
    writeFileSync(join(output, `${number}.nt`), written(report.dataset))
  } catch (error) {
    writeFileSync(join(output, `${number}.failed`), String(error))
  }
  number += 1
}
