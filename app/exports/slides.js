// Charts in the pages of a presentation: every place of a figure is filled by its drawing.
// A drawing is laid out in pixels of its own and magnified as a whole, so that a page looks the same on any screen.

// tables shrink first, then all text
const SMALLEST_TABLE = 0.75
const SMALLEST_TEXT = 0.02
const FITTING_STEPS = 7
// on a stage of 720 pixels: how much larger than in the app charts are drawn
const MAGNIFIED = 1.6
const STAGE_HEIGHT = 720
// what a drawing needs at least, in its own pixels: a width, and the height it was made for less what it can spare
const WIDTH_NEEDED = 560
const SPARE_SHARE = 0.25
const SPARE_HEIGHT = 105

// Draw or update all figures in `root`. `figures` are Plotly's, by the names of their places.
// `options.isStage`: pages are stages that hold all they show, and are drawn again when their size changes;
// else places have the heights that the figures ask for. `options.width`: as if all places were so wide;
// `options.drawnWidth`: how wide drawings are at least before they are made smaller to fit.
async function drawFigures(root, figures, Plotly, options = {}) {
  if (options.isStage) {
    root.querySelectorAll('.slide').forEach(fitText)
    root.redraw = () => drawFigures(root, figures, Plotly, options)
    root.watcher ??= watched(root)
  }
  const places = [...root.querySelectorAll('.figure')].filter(place => figures[place.dataset.figure])
  await Promise.all(places.map(place => drawFigure(place, figures[place.dataset.figure], Plotly, options)))
}

function watched(root) {
  let width = root.clientWidth, height = root.clientHeight
  const watcher = new ResizeObserver(() => {
    if (root.clientWidth === width && root.clientHeight === height) return
    width = root.clientWidth
    height = root.clientHeight
    root.redraw()
  })
  watcher.observe(root)
  return watcher
}

// put a page in place of another one; figures that both have are kept and glide
function showSlide(root, markup) {
  const kept = new Map([...root.querySelectorAll('.figure')].map(place => [place.dataset.figure, place.firstChild]))
  root.innerHTML = markup
  for (const place of root.querySelectorAll('.figure')) {
    const canvas = kept.get(place.dataset.figure)
    if (canvas) place.append(canvas)
  }
}

async function drawFigure(place, figure, Plotly, { isStage, width, drawnWidth = WIDTH_NEEDED }) {
  const { data, layout } = figure
  const wide = width ?? place.clientWidth
  const scale = isStage
    ? magnification(place, layout.height)
    : Math.min(1, wide / drawnWidth)
  const high = isStage ? place.clientHeight : layout.height * scale
  if (!isStage) place.style.height = `${high}px`
  const canvas = place.firstChild ?? place.appendChild(document.createElement('div'))
  Object.assign(canvas.style, {
    width: `${wide / scale}px`, height: `${high / scale}px`, transform: `scale(${scale})`, transformOrigin: '0 0',
  })
  const hoverlabel = { bgcolor: '#FFFFFF', ...layout.hoverlabel }
  await Plotly.react(canvas, data, { ...structuredClone(layout), hoverlabel, width: wide / scale, height: high / scale }, {
    displayModeBar: false, displaylogo: false, scrollZoom: false, doubleClick: 'reset',
  })
}

function magnification(place, height) {
  const { clientHeight, clientWidth } = place.closest('.slide')
  const stage = Math.min(clientHeight, clientWidth * 9 / 16) / STAGE_HEIGHT
  const needed = Math.max(height * (1 - SPARE_SHARE), height - SPARE_HEIGHT)
  return Math.min(MAGNIFIED * stage, place.clientHeight / needed, place.clientWidth / WIDTH_NEEDED)
}

// text as large as its style says, or as large as the page has room for
function fitText(slide) {
  const fits = (table, size) => {
    slide.style.setProperty('--table', table)
    slide.style.setProperty('--size', size)
    return slide.scrollHeight <= slide.clientHeight + 1 && slide.scrollWidth <= slide.clientWidth + 1
  }
  if (fits(1, 1)) return
  if (fits(SMALLEST_TABLE, 1)) largest(table => fits(table, 1), SMALLEST_TABLE)
  else largest(size => fits(SMALLEST_TABLE, size), SMALLEST_TEXT)
}

function largest(fits, low, high = 1) {
  for (let step = 0; step < FITTING_STEPS; step++) {
    const middle = (low + high) / 2
    if (fits(middle)) low = middle
    else high = middle
  }
  fits(low)
}

