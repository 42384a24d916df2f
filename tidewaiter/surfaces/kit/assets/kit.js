// Starts the few components that need a script: the menu of small screens, and focus on errors.
import { Button, ErrorSummary, NotificationBanner, ServiceNavigation, SkipLink, createAll } from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, NotificationBanner, ServiceNavigation, SkipLink]) {
  createAll(component);
}

// what the checker found leads to its line in the editor
for (const link of document.querySelectorAll("[data-line]")) {
  link.addEventListener("click", (event) => {
    const text = document.querySelector(link.hash);
    const lines = text.value.split("\n");
    const number = Math.min(Number(link.dataset.line), lines.length) - 1;
    const start = lines.slice(0, number).join("\n").length + (number > 0 ? 1 : 0);
    event.preventDefault();
    text.focus();
    text.setSelectionRange(start, start + lines[number].length);
    text.scrollTop = (text.scrollHeight / lines.length) * Math.max(number - 3, 0);
  });
}

// filters stand open where there is room beside the list; on a small screen the list comes first
for (const filters of document.querySelectorAll("details.tw-filters")) {
  filters.open ||= matchMedia("(min-width: 56rem)").matches;
}
