// The list ticks itself: while somebody looks at it, it is asked for anew every few seconds.

const EVERY = 4000;

async function look() {
  try {
    if (!document.hidden) {
      const answer = await fetch(location.href);
      const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".steps");
      if (answer.ok && now) document.querySelector(".steps").replaceChildren(...now.children);
    }
  } catch {
    // away for a moment: at the next look
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
