type CertificateEmailValues = {
  title: string;
  number: string;
  href: string;
  check: string;
  learning: string;
};

/** Letters after an event; in Russian, as all letters of the house. */
export const attendanceEmails = {
  certificate: ({ title, number, href, check, learning }: CertificateEmailValues) => ({
    subject: `Ваш сертификат: ${title}`,
    body: [
      "Здравствуйте!",
      `Сертификат № ${number} за участие в мероприятии «${title}»:\n${href}`,
      `Подлинность проверит любой по адресу с сертификата:\n${check}`,
      `Все ваши мероприятия и сертификаты:\n${learning}\nЭта ссылка личная, не пересылайте её.`,
      "Ошибка в имени? Ответьте на это письмо, выпустим новый.",
    ].join("\n\n"),
  }),
  feedback: ({ title, href }: { title: string; href: string }) => ({
    subject: `Как прошло? ${title}`,
    body: [
      "Здравствуйте!",
      `Вы были на мероприятии «${title}». Ответьте, пожалуйста, на несколько вопросов, это минута:\n${href}`,
      "Ответы храним без имени: организатор увидит их вместе с чужими, и только когда ответивших наберётся достаточно.",
    ].join("\n\n"),
  }),
  /** The form by which participants of any event are asked, where the event names no other. */
  feedbackForm: {
    title: "Отзыв о мероприятии",
    section: "Три вопроса",
    useful: "Насколько полезно было для вашего дела?",
    low: "совсем нет",
    high: "очень",
    use: "Что примените в ближайший месяц?",
    better: "Что нам сделать лучше?",
  },
};
