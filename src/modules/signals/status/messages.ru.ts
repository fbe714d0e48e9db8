import type { NotifiedFact } from "./emails.ts";

/** Words of intake: the form, the private page, letters, imports. The desk keeps its own. */
type StepValues = { problem: string; body: string };

const toBody = (body: string) => (body === "" ? "исполнителю" : `исполнителю: ${body}`);

const bodyOrDefault = (body: string) => (body === "" ? "Исполнитель" : body);

export const ru = {
  my: {
    title: "Моё сообщение",
    explain:
      "У каждого сообщения есть личная ссылка. По ней видно, что с ним стало, и можно ответить, исправлено ли.",
    where: [
      "Если вы писали на сайте, ссылка открылась сразу после отправки. Поищите её в истории браузера: в адресе есть «/my/».",
      "Если вы оставили почту и просили письма, ссылка есть в каждом письме.",
      "Если ссылка потерялась, позвоните в центр и назовите номер сообщения. Ссылку знает только её владелец, поэтому мы спросим, о чём вы писали.",
    ],
    again: "Написать новое сообщение",
  },
  status: {
    title: (number: string) => `Сообщение ${number}`,
    lead: (when: string) => `Вы написали ${when}.`,
    states: {
      waiting: "Ждёт координатора",
      opened: "Стало проблемой",
      joined: "Вошло в проблему",
      noise: "Действий не требует",
      answered: "Вам ответили",
      withdrawn: "Вы отозвали",
    },
    texts: {
      waiting: "Сообщение сохранено. Координатор прочтёт его и решит, кому отправить.",
      waitingUntil: (when: string) => `Сообщение сохранено. Координатор прочтёт его до ${when}.`,
      opened: "Мы открыли по нему проблему и следим за сроком.",
      joined: "О том же писали другие. Мы собрали всё в одну проблему.",
      noise:
        "Мы решили, что никому ничего делать не нужно. Если это ошибка, напишите ещё раз и подробнее.",
      answered: "Координатор ответил вам сам.",
      withdrawn: "Сообщение снято по вашей просьбе.",
    },
    privateNote: "Это личная страница. Её адрес знаете только вы: не показывайте его другим.",
    yourWords: "Ваши слова",
    reply: "Ответ координатора",
    openProblem: (number: string) => `Страница проблемы ${number}`,
    history: "Что произошло",
    received: "Сообщение принято",
    steps: {
      "problem.report-added": () => "Сообщение вошло в проблему",
      "problem.confirmed": () => "Координатор подтвердил проблему",
      "problem.routed": (v: StepValues) => `Направили ${toBody(v.body)}`,
      "problem.rerouted": (v: StepValues) => `Передали другому ${toBody(v.body)}`,
      "problem.acknowledged": () => "Исполнитель взял в работу",
      "problem.answered-interim": () => "Исполнитель дал промежуточный ответ",
      "problem.answered": () => "Исполнитель ответил",
      "problem.claimed": () => "Исполнитель заявил: устранено",
      "problem.verified": () => "Проверено: устранено",
      "problem.refuted": () => "Проверка опровергла: не устранено",
      "problem.planned": () => "Работы запланированы",
      "problem.woken": () => "Назначенный день пришёл, ждём ответа",
      "problem.explained": () => "Вам разъяснили",
      "problem.rejected": () => "Проблему не приняли",
      "problem.reopened": () => "Проблему открыли снова",
      "problem.became-overdue": () => "Срок вышел",
      "problem.escalated": () => "Передали на ступень выше",
      "problem.withdrawn": () => "Проблему отозвали",
      "problem.merged": () => "Проблему объединили с такой же",
      "problem.unmerged": () => "Проблему снова выделили",
    },
    judge: "Исправлено ли на деле?",
    judgeLead: "Исполнитель заявил об устранении. Вы рядом и видите лучше.",
    outcome: "Что вы увидели",
    fixed: "Да, исправлено",
    notFixed: "Нет, не исправлено",
    judgeText: "Расскажите, как сейчас",
    judgePictures: "Снимки",
    judgePicturesHint: "До пяти. Их увидят все на странице проблемы",
    judgeSend: "Отправить ответ",
    judged: {
      fixed: "Спасибо. Записали: исправлено.",
      "not-fixed": "Записали: не исправлено. Вернули исполнителю, на ступень выше.",
    },
    again: "Снова не работает?",
    againLead: "Если сломалось опять, мы откроем проблему заново.",
    againText: "Что случилось опять",
    againSend: "Снова не работает",
    againDone: "Открыли проблему заново и вернули исполнителю.",
    yourData: "Ваши данные",
    letters: (email: string) => `Письма о каждом шаге приходят на ${email}.`,
    noLetters: "Писем не присылаем. Всё видно здесь.",
    stopLetters: "Не присылать писем",
    lettersStopped: "Писем больше не будет.",
    withdraw: "Отозвать сообщение",
    withdrawHint: "Если вопрос решился сам или вы передумали.",
    withdrawn: "Сообщение отозвано.",
    erase: "Стереть мои данные",
    eraseHint:
      "Сотрём имя, почту, письма и снимки. От текста останется начало без личных сведений. Вернуть нельзя.",
    eraseSure: "Да, стереть мои данные без возврата",
    erased: "Ваши данные стёрты.",
    pictureAlt: (n: number) => `Ваш снимок ${n}`,
  },
  letters: {
    subject: (number: string, what: string) => `${number}: ${what}`,
    steps: {
      "problem.report-added": "мы за этим следим",
      "problem.routed": "направили исполнителю",
      "problem.rerouted": "передали другому исполнителю",
      "problem.answered-interim": "промежуточный ответ",
      "problem.answered": "есть ответ",
      "problem.claimed": "говорят, что исправили",
      "problem.verified": "исправлено и проверено",
      "problem.refuted": "не исправлено, вернули",
      "problem.planned": "работы запланированы",
      "problem.explained": "разъяснили",
      "problem.rejected": "не приняли",
      "problem.reopened": "открыли снова",
    },
    hello: "Здравствуйте!",
    about: (number: string, title: string) => `Это о вашем сообщении ${number}: «${title}».`,
    says: {
      "problem.report-added": (v: StepValues) =>
        `Мы прочитали его. Теперь это проблема ${v.problem}${v.body === "" ? "" : `, её ведёт ${v.body}`}. Мы следим за сроком и расскажем о каждом шаге.`,
      "problem.routed": (v: StepValues) =>
        `Проблему ${v.problem} направили ${toBody(v.body)}. Срок пошёл.`,
      "problem.rerouted": (v: StepValues) =>
        `Проблему ${v.problem} передали ${toBody(v.body)}. Срок от этого не сдвинулся.`,
      "problem.answered-interim": (v: StepValues) =>
        `${bodyOrDefault(v.body)}: пришёл промежуточный ответ. Прочтите его по ссылке.`,
      "problem.answered": (v: StepValues) =>
        `${bodyOrDefault(v.body)}: пришёл ответ. Прочтите его по ссылке.`,
      "problem.claimed": (v: StepValues) =>
        `${bodyOrDefault(v.body)} говорит, что исправил. Мы проверим. Вы рядом: скажите по ссылке, так ли это.`,
      "problem.verified": () =>
        "Это исправлено, и это проверили на месте. Если сломается снова, скажите по ссылке.",
      "problem.refuted": () =>
        "Проверка показала: не исправлено. Вернули исполнителю, на ступень выше.",
      "problem.planned": () =>
        "Работы запланированы. Когда назначенный день придёт, мы спросим ответ сами.",
      "problem.explained": () =>
        "Вам дали разъяснение. Прочтите его по ссылке. Если оно не отвечает на вопрос, скажите там же.",
      "problem.rejected": () => "Проблему не приняли. Причина по ссылке.",
      "problem.reopened": () => "Проблему открыли снова и вернули исполнителю, на ступень выше.",
    } satisfies Record<NotifiedFact, (v: StepValues) => string>,
    link: (href: string) => `Ваша личная страница:\n${href}`,
    why: "Письмо пришло, потому что вы просили писать о каждом шаге. Отказаться можно на личной странице.",
  },
};
