// What Asciidoctor reads in each file: headings, terms, entries of lists, paragraphs, rows of tables.
import fs from 'node:fs'
import { load } from '@asciidoctor/core'

const NAMED = { '&lt;': '<', '&gt;': '>', '&amp;': '&' }

function plain (html) {
  return (html ?? '')
    .replace(/<sup class="footnote[^>]*>.*?<\/sup>/gs, '')
    .replace(/<[^>]+>/g, '')
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&(?:lt|gt|amp);/g, (name) => NAMED[name])
    .replace(/\u200b/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

// Rows with an entry for each column: null where a cell beside it, the cell above where one reaches down.
async function grid (table) {
  const found = []
  let above = []
  for (const part of ['head', 'body', 'foot']) {
    for (const row of table.rows[part]) {
      const cells = []
      const below = []
      const fill = () => {
        while (above[cells.length] !== undefined) {
          const { left, text } = above[cells.length]
          if (left > 1) below[cells.length] = { left: left - 1, text }
          cells.push(text)
        }
      }
      for (const cell of row) {
        fill()
        const text = plain(await cell.text) || null
        for (let n = 0; n < (cell.colspan ?? 1); n++) {
          const own = n ? null : text
          if ((cell.rowspan ?? 1) > 1) below[cells.length] = { left: cell.rowspan - 1, text: own }
          cells.push(own)
        }
      }
      fill()
      above = below
      found.push(['row', cells])
    }
  }
  return found
}

async function walk (block, depth, out) {
  const kind = block.getContext()
  const titled = !['section', 'floating_title', 'document'].includes(kind)
  if (titled && block.hasTitle?.()) out.push(['term', plain(await block.getTitle())])
  if (kind === 'document') {
    const title = await block.getDocumentTitle()
    if (title) out.push(['heading', plain(title)])
  } else if (kind === 'section' || kind === 'floating_title') {
    out.push(['heading', plain(await block.getTitle())])
  } else if (kind === 'paragraph' || (kind === 'admonition' && !block.getBlocks().length)) {
    out.push(['paragraph', plain(await block.getContent())])
  } else if (kind === 'table') {
    out.push(...(await grid(block)))
    return
  } else if (kind === 'dlist') {
    for (const [terms, said] of block.getItems()) {
      for (const term of terms) out.push(['term', plain(await term.getText())])
      const text = said ? plain(await said.getText()) : ''
      if (text) out.push(['paragraph', text])
      for (const each of said ? said.getBlocks() : []) await walk(each, depth, out)
    }
    return
  } else if (kind === 'ulist' || kind === 'olist') {
    for (const item of block.getItems()) {
      out.push(['item', depth, plain(await item.getText())])
      for (const each of item.getBlocks()) await walk(each, depth + 1, out)
    }
    return
  } else if (kind === 'quote') {
    return
  }
  for (const each of block.getBlocks?.() ?? []) await walk(each, depth, out)
}

const found = {}
for (const path of process.argv.slice(2)) {
  const document = await load(fs.readFileSync(path, 'utf8'), { safe: 'secure' })
  found[path] = []
  await walk(document, 0, found[path])
}
console.log(JSON.stringify(found))
