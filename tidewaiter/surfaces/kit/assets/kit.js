// Starts the few components that need a script: the menu of small screens, and focus on errors.
import "./editor.js";
import { Button, ErrorSummary, NotificationBanner, ServiceNavigation, SkipLink, createAll } from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, NotificationBanner, ServiceNavigation, SkipLink]) {
  createAll(component);
}

// filters stand open where there is room beside the list; on a small screen the list comes first
for (const filters of document.querySelectorAll("details.tw-filters")) {
  filters.open ||= matchMedia("(min-width: 56rem)").matches;
}
