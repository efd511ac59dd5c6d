// A lever may be moved while the answer to an earlier move is on its way. What comes then is not shown
// under the new value of the lever: it waits, and gives way to what comes next.

const ANSWER_MS = 10000
let moved = null

for (const kind of ['keydown', 'pointerdown', 'pointerup']) {
  window.addEventListener(kind, event => {
    const name = event.target.closest?.('[class*="st-key-slide-"]')?.className.match(/st-key-slide-(\S+)/)[1]
    const at = performance.now()
    if (name && moved?.name === name) moved.at = at
    else if (kind !== 'pointerup') moved = name ? { name, at, before: sliderOf(name).value } : null
    else if (moved) moved.at = at
    if (event.ctrlKey || event.metaKey || event.altKey) moved = null
  }, true)
}

function sliderOf(name) {
  return document.querySelector(`.st-key-slide-${name} input[type=range]`)
}

// whether the lever that was moved last stands elsewhere than in the input of what came
function outdated(levers) {
  if (!moved || performance.now() - moved.at > ANSWER_MS) return false
  const slider = sliderOf(moved.name)
  const value = levers[moved.name] ?? moved.before
  return slider !== null && Math.abs(slider.value - value) > slider.step / 2
}

const nextFrame = () => new Promise(requestAnimationFrame)

// show the newest of what came, at once or as soon as it is not outdated
async function showCurrent(box, given, show) {
  const waits = box.given !== undefined
  box.given = given
  if (waits) return
  while (outdated(box.given.levers)) await nextFrame()
  const newest = box.given
  box.given = undefined
  show(newest)
}

