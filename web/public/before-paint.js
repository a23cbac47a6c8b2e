// Runs before the first paint so that the page never flashes in the other theme or language.
(function () {
  var root = document.documentElement;
  try {
    var scheme = localStorage.getItem('qorgan.theme');
    if (scheme !== 'light' && scheme !== 'dark') {
      scheme = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
    }
    root.setAttribute('data-mantine-color-scheme', scheme);
    var language = localStorage.getItem('qorgan.language');
    if (language) root.setAttribute('lang', language);
  } catch (error) {
    // Storage may be forbidden; the defaults in the page stand.
  }
})();
