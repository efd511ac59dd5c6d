// Plotly's own script, fetched once for all parts of the page.

function library(address) {
  window.plotlyScript ??= new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = new URL(address, document.baseURI).href
    script.onload = () => resolve(window.Plotly)
    script.onerror = () => reject(new Error(`The chart library did not load from ${script.src}`))
    document.head.append(script)
  })
  return window.plotlyScript
}

