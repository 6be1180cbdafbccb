// Draws what components/chart.html carries as JSON, in the colours of the theme. The figures stand in the table beside it.
(() => {
  const drawn = new Map();
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");

  // Chart.js needs colours that a canvas understands; the browser works the variables out.
  function colour(expression) {
    const probe = document.createElement("span");
    probe.style.color = expression;
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  }

  const palette = () => ({
    lines: ["--tblr-primary", "--tblr-orange", "--tblr-teal", "--tblr-purple", "--tblr-pink"].map((name) =>
      colour(`light-dark(var(${name}), color-mix(in oklab, var(${name}), white 30%))`),
    ),
    quiet: colour("var(--tblr-secondary)"),
    text: colour("var(--tblr-secondary)"),
    grid: colour("var(--tblr-border-color)"),
  });

  // Not by colour alone: each series has a dash and a point of its own too.
  const DASHES = [[], [6, 4], [2, 3], [10, 4, 2, 4], [1, 4]];
  const POINTS = ["circle", "rect", "triangle", "rectRot", "star"];

  function dataset(series, index, colours, kind) {
    const tint = series.quiet ? colours.quiet : colours.lines[index % colours.lines.length];
    const style = series.quiet ? { borderDash: [4, 4], borderWidth: 1.5, pointRadius: 0 } : { borderDash: DASHES[index % 5], borderWidth: 2, pointRadius: 3 };
    return {
      label: series.name,
      data: series.values,
      borderColor: tint,
      backgroundColor: tint,
      pointStyle: POINTS[index % 5],
      borderRadius: 3,
      maxBarThickness: 36,
      tension: 0.25,
      spanGaps: false,
      ...(kind === "line" ? style : {}),
    };
  }

  function options(data, colours) {
    const unit = data.unit ? `\u202f${data.unit}` : "";
    const figure = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    return {
      responsive: true,
      maintainAspectRatio: false,
      animation: reduced.matches ? false : { duration: 250 },
      interaction: { mode: "index", intersect: false },
      scales: {
        x: { grid: { display: false }, border: { color: colours.grid }, ticks: { color: colours.text, maxRotation: 0, autoSkipPadding: 12 } },
        y: {
          min: data.least ?? undefined,
          max: data.most ?? undefined,
          grid: { color: colours.grid },
          border: { display: false },
          ticks: { color: colours.text, maxTicksLimit: 6, callback: (value) => figure.format(value) + unit },
        },
      },
      plugins: {
        legend: {
          display: data.series.length > 1,
          position: "bottom",
          labels: { color: colours.text, usePointStyle: true, boxHeight: 6 },
        },
        tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${figure.format(item.parsed.y)}${unit}` } },
      },
    };
  }

  function draw(area) {
    const source = document.getElementById(area.dataset.chart);
    if (!source) return;
    drawn.get(area)?.destroy();
    const data = JSON.parse(source.textContent);
    const colours = palette();
    const datasets = data.series.map((series, index) => dataset(series, index, colours, data.kind));
    const config = { type: data.kind, data: { labels: data.labels, datasets }, options: options(data, colours) };
    drawn.set(area, new Chart(area.querySelector("canvas"), config));
  }

  function drawAll() {
    for (const [area, chart] of drawn) {
      if (!area.isConnected) {
        chart.destroy();
        drawn.delete(area);
      }
    }
    for (const area of document.querySelectorAll("[data-chart]")) draw(area);
  }

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  document.addEventListener("ecs:theme", drawAll);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.querySelector?.("[data-chart]")) drawAll();
  });
  drawAll();
})();
