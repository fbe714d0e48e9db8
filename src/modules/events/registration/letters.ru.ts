type SeatEmailValues = { title: string; code: string; until: string };
type ChangeNoticeValues = { title: string; lines: readonly string[] };

/** What we write to those who registered; in Russian, as all letters of the house. */
export const registrationEmails = {
  hello: "Здравствуйте!",
  online: "по видеосвязи, ссылка на вашей странице участника",
  facts: (title: string, when: string, where: string) =>
    `${title}\nКогда: ${when}${where === "" ? "" : `\nГде: ${where}`}`,
  link: (href: string) =>
    `Ваша страница участника: билет, программа, отмена записи.\n${href}\nСсылка личная, не пересылайте её.`,
  why: "Вы получили это письмо, потому что записались на событие.",
  was: (when: string, where: string) => `Было: ${when}${where === "" ? "" : `, ${where}`}`,
  again: {
    subject: (title: string) => `Вы уже записаны: ${title}`,
    text: "Вы уже записывались на это событие, второй раз не нужно. Вот ссылка на вашу страницу.",
  },
  seat: {
    confirmed: ({ title, code }: SeatEmailValues) => ({
      subject: `Вы записаны: ${title}`,
      text: `Вы записаны, место за вами. Ваш код ${code}: назовите его на входе или покажите QR-код с вашей страницы.`,
    }),
    waiting: ({ title }: SeatEmailValues) => ({
      subject: `Вы в листе ожидания: ${title}`,
      text: "Свободных мест сейчас нет, вы в листе ожидания. Как только место освободится, мы напишем.",
    }),
    offered: ({ title, until }: SeatEmailValues) => ({
      subject: `Освободилось место: ${title}`,
      text: `Для вас освободилось место. Подтвердите его на своей странице до ${until}, иначе оно перейдёт следующему.`,
    }),
    cancelled: ({ title }: SeatEmailValues) => ({
      subject: `Запись отменена: ${title}`,
      text: "Ваша запись отменена. Если место ещё нужно, запишитесь снова.",
    }),
  },
  eve: {
    subject: (title: string) => `Завтра: ${title}`,
    hall: (code: string) =>
      `Ждём вас завтра. На входе назовите код ${code} или покажите QR-код с вашей страницы.`,
    online: "Ждём вас завтра по видеосвязи. Ссылка для подключения на вашей странице участника.",
    plans: "Планы изменились? Отмените запись на своей странице: место достанется другому.",
  },
  news: {
    moved: ({ title, lines }: ChangeNoticeValues) => ({
      subject: `Новое время или место: ${title}`,
      text: ["У события новое время или место. Ваша запись в силе.", ...lines].join("\n"),
    }),
    cancelled: ({ title, lines }: ChangeNoticeValues) => ({
      subject: `Отменяется: ${title}`,
      text: ["Событие не состоится.", ...lines].join("\n"),
    }),
    programme: ({ title, lines }: ChangeNoticeValues) => ({
      subject: `Изменилась программа: ${title}`,
      text: ["В программе изменилось то, что вы выбрали:", ...lines].join("\n"),
    }),
  },
};
