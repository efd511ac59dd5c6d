// A Plotly chart that is brought up to date in place: its element, zoom and hidden entries stay.

const COARSE = window.matchMedia('(pointer: coarse)')
const decoder = new TextDecoder()

// one drawing at a time for each chart; of those that wait only the newest is kept
function drawer(box) {
  let busy = false
  let next = null
  return async function draw(given) {
    next = given
    if (busy) return
    busy = true
    box.dataset.drawing = ''
    while (next) {
      await turn(box)
      while (outdated(next.levers)) await nextFrame()
      const { figure, address, stamp } = next
      next = null
      try {
        const Plotly = await library(address)
        await show(Plotly, box, figure)
        box.dataset.stamp = stamp
      } catch (error) {
        if (window.Plotly) console.error(error)
        else box.textContent = error.message
      }
    }
    busy = false
    delete box.dataset.drawing
  }
}

// what is on the screen is drawn at once, the rest when the browser has time
function turn(box) {
  const { top, bottom } = box.getBoundingClientRect()
  if (bottom > 0 && top < innerHeight) return null
  return new Promise(resolve => window.requestIdleCallback
    ? requestIdleCallback(resolve, { timeout: 30 }) : setTimeout(resolve, 50))
}

async function show(Plotly, box, figure) {
  const { data, layout } = figure
  if (COARSE.matches) layout.dragmode = false
  await Plotly.react(box, data, layout, {
    responsive: true, displaylogo: false, scrollZoom: false, displayModeBar: false,
    doubleClick: 'reset',
  })
}

export default function ({ data, parentElement }) {
  const given = JSON.parse(decoder.decode(data))
  let box = parentElement.querySelector('.plot')
  if (!box.draw) box.draw = drawer(box)
  box.setAttribute('aria-label', given.name)
  box.style.height = `${given.figure.layout.height}px`
  box.draw(given)
}
