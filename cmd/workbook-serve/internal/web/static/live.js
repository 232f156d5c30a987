// Keeps a page up to date: when the service says that something has changed, the page asks
// for itself again and puts the new content in the old one's place. What is open stays
// open, and the focus stays where it was. Without this script the page is as good, and old.
"use strict";

const main = document.getElementById("main");
let asking = false, again = false;

async function refresh() {
	if (asking) {
		again = true;
		return;
	}
	asking = true;
	try {
		const answer = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
		if (answer.redirected) {
			location.reload(); // logged out
		} else if (answer.ok) {
			put(new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main"));
		}
	} catch {
		// The connection is lost; the stream opens again by itself, and then it is asked for.
	}
	asking = false;
	if (again) {
		again = false;
		refresh();
	}
}

function put(fresh) {
	if (!fresh || fresh.innerHTML === main.innerHTML) {
		return;
	}
	const open = [...main.querySelectorAll("details")].map((d) => d.open);
	const scrolled = [...main.querySelectorAll(".scroll")].map((s) => [s.scrollLeft, s.scrollTop]);
	const focused = document.activeElement && document.activeElement.getAttribute("href");
	main.replaceChildren(...fresh.childNodes);
	main.querySelectorAll("details").forEach((d, i) => { d.open = open[i] || false; });
	main.querySelectorAll(".scroll").forEach((s, i) => { if (scrolled[i]) [s.scrollLeft, s.scrollTop] = scrolled[i]; });
	if (focused) {
		const link = [...main.querySelectorAll("a")].find((a) => a.getAttribute("href") === focused);
		if (link) link.focus({ preventScroll: true });
	}
}

const live = new EventSource("/live");
live.addEventListener("changed", refresh);
live.addEventListener("open", refresh); // what came before was not heard
