// Buttons that make a picture of a chart with its words, in the browser and so with the reader's fonts.

const SVG = 'http://www.w3.org/2000/svg'
const WIDTH = 960
const SIDE = 24
const GAP = 8
const SHARPNESS = 2
// size, weight and space between lines; what XML cannot hold is shown as a mark
const STYLES = { title: [20, 600, 26], answer: [15, 400, 21], unit: [13, 400, 18], note: [12, 400, 16], stamp: [11, 400, 16] }
const UNPRINTABLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]/g
const decoder = new TextDecoder()

async function drawn(Plotly, { figure, words, font, ink, quiet }) {
  const head = written(words, ['title', 'answer', 'unit'], font)
  const foot = written(words, ['note', 'stamp'], font)
  const high = figure.layout.height
  const below = SIDE + head.height + high + GAP
  const total = below + foot.height + SIDE
  const layout = { ...figure.layout, width: WIDTH - 2 * SIDE, height: high, paper_bgcolor: '#FFFFFF' }
  const address = await Plotly.toImage({ data: figure.data, layout }, { format: 'svg', width: layout.width, height: high })
  const chart = new DOMParser().parseFromString(decodeURIComponent(address.slice(address.indexOf(',') + 1)), 'image/svg+xml')
  const picture = svg('svg', { xmlns: SVG, width: WIDTH, height: total, viewBox: `0 0 ${WIDTH} ${total}` })
  const inner = document.importNode(chart.documentElement, true)
  inner.setAttribute('x', SIDE)
  inner.setAttribute('y', SIDE + head.height)
  picture.append(
    svg('rect', { width: WIDTH, height: total, fill: '#FFFFFF' }), inner,
    ...texts(head, SIDE, font, ink, quiet), ...texts(foot, below, font, ink, quiet))
  return { text: new XMLSerializer().serializeToString(picture), total }
}

// lines of words, as wide as the picture, each with its place below the first
function written(words, kinds, font) {
  const lines = []
  let height = 0
  for (const kind of kinds) {
    const [size, weight, step] = STYLES[kind]
    for (const line of wrapped(words[kind], `${weight} ${size}px ${font}`)) {
      height += step
      lines.push({ line, kind, size, weight, at: height - (step - size) / 2 - size / 5 })
    }
    if (words[kind]) height += GAP / 2
  }
  return { lines, height }
}

function wrapped(text, font) {
  const measure = document.createElement('canvas').getContext('2d')
  measure.font = font
  const fits = line => measure.measureText(line).width <= WIDTH - 2 * SIDE
  const lines = []
  for (const paragraph of text.replace(UNPRINTABLE, '\ufffd').split('\n')) {
    let line = ''
    for (const word of paragraph.split(/(?<=\s)/)) {
      if (fits((line + word).trimEnd())) { line += word; continue }
      if (line) lines.push(line)
      line = ''
      // a word that is too long for a line, or a language without spaces
      for (const letter of word) {
        if (!fits(line + letter)) { lines.push(line); line = '' }
        line += letter
      }
    }
    if (line) lines.push(line)
  }
  return lines
}

function texts({ lines }, top, font, ink, quiet) {
  return lines.map(({ line, kind, size, weight, at }) => {
    const fill = kind === 'title' || kind === 'answer' ? ink : quiet
    const made = svg('text', { x: SIDE, y: top + at, 'font-family': font, 'font-size': size, 'font-weight': weight, fill })
    made.textContent = line
    return made
  })
}

function svg(kind, attributes) {
  const made = document.createElementNS(SVG, kind)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  return made
}

async function painted({ text, total }) {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH * SHARPNESS
  canvas.height = total * SHARPNESS
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise(resolve => canvas.toBlob(resolve, 'image/png'))
}

function save(blob, name) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60000)
}

export default function ({ data, parentElement }) {
  const given = JSON.parse(decoder.decode(data))
  const root = parentElement.querySelector('.pictures')
  for (const button of root.querySelectorAll('button')) {
    const kind = button.dataset.kind
    button.textContent = given.labels[kind]
    button.onclick = async () => {
      const picture = await drawn(await library(given.address), given)
      const blob = kind === 'png' ? await painted(picture) : new Blob([picture.text], { type: 'image/svg+xml' })
      save(blob, `${given.file}.${kind}`)
    }
  }
}
