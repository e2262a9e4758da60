// A public terminal that nobody touches for a minute goes back to its first page, and forgets what was chosen.
const minute = 60000;
let timer;
const start = document.body.dataset.start;
const wait = () => { clearTimeout(timer); timer = setTimeout(() => location.replace(start), minute); };
for (const touched of ["pointerdown", "pointermove", "keydown", "scroll", "wheel"]) addEventListener(touched, wait, { passive: true });
wait();
