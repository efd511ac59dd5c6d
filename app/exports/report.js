// All charts of a report, drawn for the screen, and for the paper whenever it is printed.

// A4 less its margins, in CSS pixels, and how wide charts are drawn before they are made to fit
const PAPER = { width: 680, drawnWidth: 880 }

async function drawReport(root, figures, Plotly) {
  const draw = options => drawFigures(root, figures, Plotly, options)
  const paper = window.matchMedia('print')
  let width = 0
  const drawScreen = () => {
    width = root.clientWidth
    root.querySelectorAll('.hatched').forEach(each => each.remove())
    return draw()
  }
  window.addEventListener('beforeprint', () => draw(PAPER).then(() => hatch(root)))
  window.addEventListener('afterprint', drawScreen)
  await drawScreen()
  new ResizeObserver(() => {
    if (!paper.matches && root.clientWidth !== width) drawScreen()
  }).observe(root)
  window.printReady = true
}

// Browsers print patterns as large pictures. So on paper each shape with one is made of what the pattern repeats.
function hatch(root) {
  root.querySelectorAll('.figure path[style*="url("]').forEach((shape, number) => {
    const name = shape.style.fill.match(/#([^"')]+)/)?.[1]
    const pattern = name && document.getElementById(name)
    if (pattern) shape.after(repeated(pattern, shape, `hatched-${number}`))
  })
}

function repeated(pattern, shape, name) {
  const area = shape.getBBox()
  const wide = pattern.width.baseVal.value, high = pattern.height.baseVal.value
  const outline = shape.cloneNode()
  outline.removeAttribute('transform')
  const clip = svg('clipPath', { id: name }, [outline])
  const pieces = []
  for (let x = wide * Math.floor(area.x / wide); x < area.x + area.width; x += wide) {
    for (let y = high * Math.floor(area.y / high); y < area.y + area.height; y += high) {
      pieces.push(svg('g', { transform: `translate(${x} ${y})` }, [...pattern.children].map(each => each.cloneNode(true))))
    }
  }
  const moved = shape.getAttribute('transform') ?? ''
  return svg('g', { class: 'hatched', 'clip-path': `url(#${name})`, transform: moved }, [clip, ...pieces])
}

function svg(kind, attributes, children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', kind)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

