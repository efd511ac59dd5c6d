// One page in the width that there is, in the shape of a projector.

const decoder = new TextDecoder()

export default async function ({ data, parentElement }) {
  const { sheet, style, address } = JSON.parse(decoder.decode(data))
  const box = parentElement.querySelector('.sheet-preview')
  if (!box.stage) {
    box.append(Object.assign(document.createElement('style'), { textContent: style }))
    box.stage = Object.assign(document.createElement('div'), { className: 'stage' })
    Object.assign(box.stage.style, { width: '100%', height: 'auto', aspectRatio: '16 / 9', border: '1px solid #E5E7EB' })
    box.append(box.stage)
  }
  const Plotly = await library(address)
  showSlide(box.stage, sheet.markup)
  await drawFigures(box.stage, sheet.figures, Plotly, { isStage: true })
  box.dataset.key = sheet.key
}
