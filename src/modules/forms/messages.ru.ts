import { answerRefusalsRu } from "./kinds/messages.ru.ts";
import { builderRu } from "./builder/messages.ru.ts";
import { xlsformRu } from "./definition/messages.ru.ts";
import { fillRu, paperRu } from "./filling/messages.ru.ts";
import { resultsRu } from "./results/messages.ru.ts";

export const ru = {
  fill: fillRu,
  paper: paperRu,
  builder: builderRu,
  results: resultsRu,
  xlsform: xlsformRu,
  navigation: { forms: "Анкеты" },
  refusals: {
    ...answerRefusalsRu,
    "text-missing": "Напишите текст",
    "text-long": "Слишком длинно: не больше {maximum} знаков",
    "code-wrong": "Код: латинская буква, потом буквы, цифры и «_», всего до 40",
    "code-taken": "Такой код уже есть у другой анкеты",
    "code-twice": "Код «{code}» стоит дважды",
    "option-twice": "Вопрос «{question}»: вариант «{code}» стоит дважды",
    "option-code-wrong": "Код варианта: латинские буквы, цифры, «_», «.» и «-», до 40",
    "options-missing": "Добавьте варианты ответа",
    "options-many": "Слишком много вариантов",
    "questions-many": "В разделе не больше 200 вопросов",
    "sections-missing": "В анкете нужен хотя бы один раздел",
    "sections-many": "Разделов не больше 60",
    "not-a-date": "Напишите день так: 2026-03-01",
    "reference-unknown": "Вопрос «{question}» ссылается на «{reference}», а такого вопроса нет",
    "conditions-loop": "Условия ходят по кругу: {questions}",
    "definition-wrong": "В описании анкеты ошибка: {where} {what}",
    "changed-meanwhile": "Пока вы правили, анкету изменил кто-то ещё. Ваш текст сохранён ниже",
    "nothing-asked": "В анкете ещё нет вопросов. Добавьте хотя бы один",
    "file-wrong": "Это не XLSForm и не файл анкеты ОКНО",
    "formula-wrong": "Не понимаю условие. Посмотрите пример под полем",
    "email-wrong": "Проверьте адрес: например, anna@primer.ru",
    "person-missing": "Выберите человека из найденных",
    "stage-forbids": "Сейчас этого сделать нельзя: анкета уже в другом состоянии",
  },
};
