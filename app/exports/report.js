// All charts of a report, drawn for the screen, and for the paper whenever it is printed.

// A4 less its margins, in CSS pixels
const PAPER_WIDTH = 680

async function drawReport(root, figures, Plotly) {
  const draw = options => drawFigures(root, figures, Plotly, options)
  const paper = window.matchMedia('print')
  let width = 0
  const redraw = () => {
    if (paper.matches || root.clientWidth === width) return
    width = root.clientWidth
    draw()
  }
  window.addEventListener('beforeprint', () => draw({ width: PAPER_WIDTH }))
  window.addEventListener('afterprint', () => draw())
  width = root.clientWidth
  await draw()
  new ResizeObserver(redraw).observe(root)
  window.printReady = true
}

