/** Messages about the yearly question. */
export const annualCheckMessages = {
  yearly: {
    title: "Вы работаете?",
    lead: (name: string) =>
      `Раз в год мы спрашиваем организации, всё ли по-прежнему. Сейчас речь о «${name}».`,
    needLink: "Откройте эту страницу по ссылке из письма.",
    question: "Что сейчас с организацией",
    answers: {
      yes: "Работаем, всё верно",
      changed: "Работаем, но кое-что изменилось",
      closed: "Больше не работаем",
    },
    note: "Что изменилось",
    noteHint: "Новый адрес, телефон, руководитель. Можно оставить пустым.",
    button: "Ответить",
    done: "Спасибо за ответ",
    doneText: "Мы его записали. Если что-то изменилось, ресурсный центр поправит карточку.",
    open: "Открыть карточку",
    keeper: (day: string, answer: string) => `Ответ на ежегодный вопрос, ${day}: ${answer}`,
    letter: ({ name, link }: { name: string; link: string }) => ({
      subject: `Вы работаете? ${name}`,
      body: `Здравствуйте!

Раз в год мы спрашиваем, всё ли по-прежнему у организации «${name}». По вашей карточке жители находят помощь.

Ответьте, пожалуйста, это одна минута:
${link}

Если не ответить, мы ничего не закроем, но через два месяца напишем в карточке, что её давно не подтверждали.`,
    }),
  },
} as const;

/** Reasons of refusals about the yearly question. */
export const annualCheckRefusals = {
  "no-answer": "Выберите ответ",
  "already-answered": "На это письмо уже ответили",
};
