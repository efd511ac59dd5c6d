// The speaker's window: notes, the page that comes next, and the time since the start. It follows the projector.

const SPEAKER_STYLE = `
  body { margin: 0; padding: 24px 32px; background: #12161C; color: #E5E7EB; font: 18px/1.45 system-ui, -apple-system,
    'Segoe UI', 'Noto Sans', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif; }
  header { display: flex; justify-content: space-between; color: #B6BDC8; font-variant-numeric: tabular-nums; }
  h1 { font-size: 26px; line-height: 1.2; margin: 12px 0 8px; }
  h2 { font-size: 16px; font-weight: 600; color: #B6BDC8; margin: 28px 0 6px; }
  p { margin: 0 0 8px; white-space: pre-wrap; overflow-wrap: anywhere; }
  .notes { font-size: 24px; }
  .coming { font-size: 20px; font-weight: 600; }
  img { display: block; max-width: 100%; max-height: 42vh; margin-top: 8px; background: #FFFFFF; border-radius: 6px; }
`

function openSpeaker(words) {
  const opened = window.open('', 'speaker', 'width=980,height=720')
  if (!opened) return null
  const { document: page } = opened
  page.title = words.presentation
  page.head.replaceChildren(Object.assign(page.createElement('style'), { textContent: SPEAKER_STYLE }))
  const parts = { place: 'span', time: 'span', title: 'h1', takeaway: 'p', notesHead: 'h2', notes: 'p', nextHead: 'h2',
    coming: 'p', comingTakeaway: 'p', picture: 'img' }
  for (const name of Object.keys(parts)) {
    parts[name] = page.createElement(parts[name])
    parts[name].className = name
  }
  const head = page.createElement('header')
  head.append(parts.place, parts.time)
  page.body.replaceChildren(head, ...Object.entries(parts).filter(([n]) => n !== 'place' && n !== 'time').map(e => e[1]))
  return { window: opened, parts }
}

// what the speaker sees of a page and of the one after it
function tellSpeaker(speaker, pages, at, words, Plotly) {
  const { parts } = speaker
  const now = pages[at], next = pages[at + 1]
  parts.place.textContent = words.place.replace('{page}', at + 1).replace('{pages}', pages.length)
  parts.title.textContent = now.title
  parts.takeaway.textContent = now.takeaway
  parts.notesHead.textContent = words.notes
  parts.notes.textContent = now.notes || words.none
  parts.nextHead.textContent = words.next
  parts.coming.textContent = next ? next.title : words.end
  parts.comingTakeaway.textContent = next ? next.takeaway : ''
  const figure = next && Object.values(next.figures)[0]
  parts.picture.hidden = !figure
  parts.picture.alt = next ? next.title : ''
  parts.picture.dataset.of = next ? next.key : ''
  if (!figure || !Plotly) return
  Plotly.toImage({ data: figure.data, layout: { ...figure.layout, paper_bgcolor: '#FFFFFF' } },
    { format: 'svg', width: 860, height: figure.layout.height }).then(image => { if (parts.picture.dataset.of === next.key) parts.picture.src = image })
}
