// Keys of the review form, while the focus is in it: j and k move between questions, digits and n answer.
(() => {
  const form = document.querySelector("form[data-review]");
  if (!form) return;
  const questions = [...form.querySelectorAll("[data-question]")];
  const isTyping = (element) => element.matches("textarea, select, input:not([type=radio])");
  const radios = (question) => [...question.querySelectorAll("input[type=radio]")];
  const current = () => questions.findIndex((question) => question.contains(document.activeElement));

  const firstOpen = () => Math.max(0, questions.findIndex((question) => !radios(question).some((radio) => radio.checked)));

  function go(index) {
    if (index >= questions.length) {
      form.querySelector("textarea").focus();
      return;
    }
    const question = questions[Math.max(0, index)];
    const options = radios(question);
    (options.find((option) => option.checked) ?? options[0]).focus();
    question.scrollIntoView({ block: "nearest" });
  }

  function answer(value) {
    const question = questions[current() === -1 ? firstOpen() : current()];
    const option = radios(question).find((radio) => radio.value === value);
    if (option) {
      option.checked = true;
      option.focus();
    }
    return Boolean(option);
  }

  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.documentElement.dataset.singleKeys === "off") return;
    if (event.key === "j") go(current() === -1 ? firstOpen() : current() + 1);
    else if (event.key === "k") go(current() === -1 ? 0 : current() - 1);
    else if (event.key === "n" ? !answer("na") : !/^[0-9]$/.test(event.key) || !answer(event.key)) return;
    event.preventDefault();
  });
})();
