// Draws each [data-chart] from the JSON block it names, in the colours of the page; the table beside it is the text.
import { BarChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([AriaComponent, BarChart, GridComponent, LegendComponent, SVGRenderer, TooltipComponent]);

const drawn = new Map();

function options(data, root) {
  const style = getComputedStyle(root);
  const colour = (name) => style.getPropertyValue(`--tw-${name}`).trim();
  const text = { color: colour("chart-text"), fontFamily: style.fontFamily, fontSize: 13 };
  const line = { lineStyle: { color: colour("chart-line") } };
  return {
    animation: false,
    aria: { enabled: false, decal: { show: matchMedia("(prefers-contrast: more)").matches } },
    color: data.series.map((series) => colour(`chart-${series.key}`)),
    grid: { left: 4, right: 8, top: 16, bottom: root.clientWidth < 640 ? 68 : 40, containLabel: true },
    legend: { bottom: 0, left: 0, itemWidth: 14, itemHeight: 14, textStyle: text, selectedMode: false },
    textStyle: text,
    // rich text, because HTML tooltips carry inline styles that the content security policy refuses
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      renderMode: "richText",
      confine: true,
      backgroundColor: colour("chart-tip"),
      borderColor: colour("chart-line"),
      textStyle: text,
    },
    xAxis: { type: "category", data: data.labels, axisLabel: text, axisLine: line, axisTick: { show: false } },
    yAxis: { type: "value", minInterval: 1, axisLabel: text, splitLine: line },
    series: data.series.map((series) => ({
      type: "bar",
      stack: data.stacked ? "all" : undefined,
      name: series.name,
      data: series.values,
      barCategoryGap: "20%",
      emphasis: { disabled: true },
    })),
  };
}

function draw(root) {
  if (!root.isConnected) return;
  const data = JSON.parse(document.getElementById(root.dataset.chart).textContent);
  let chart = drawn.get(root);
  if (!chart) {
    chart = init(root, null, { renderer: "svg" });
    new ResizeObserver(() => {
      chart.resize();
      draw(root);
    }).observe(root);
    drawn.set(root, chart);
  }
  chart.setOption(options(data, root), true);
}

function drawAll() {
  for (const [root, chart] of drawn) {
    if (!root.isConnected) {
      chart.dispose();
      drawn.delete(root);
    }
  }
  document.querySelectorAll("[data-chart]").forEach(draw);
}

drawAll();
document.addEventListener("htmx:afterSettle", drawAll);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
