import { signInMessages, signInRefusals } from "./sign-in/messages.ru.ts";
import { accountMessages, accountRefusals } from "./accounts/messages.ru.ts";
import { invitationMessages, invitationRefusals } from "./invitations/messages.ru.ts";
import { roleMessages, roleRefusals } from "./roles/messages.ru.ts";
import { directoryMessages } from "./directory/messages.ru.ts";
import { contactMessages, contactRefusals } from "./contacts/messages.ru.ts";

/** Messages of people in Russian; each feature has its own sections. */
export const ru = {
  ...signInMessages,
  ...accountMessages,
  ...invitationMessages,
  ...roleMessages,
  ...directoryMessages,
  ...contactMessages,
  navigation: { contacts: "Контакты", signIn: "Войти" },
  fields: {
    name: "Имя и фамилия",
    email: "Почта",
    password: "Пароль",
    newPassword: "Новый пароль",
    repeat: "Новый пароль ещё раз",
    currentPassword: "Нынешний пароль",
    passwordHint: (least: number) =>
      `Не короче ${least} знаков. Длинная фраза надёжнее сложного слова.`,
    code: "Код из приложения",
    codeHint: "Шесть цифр. Или один из запасных кодов.",
    choose: "выберите",
    role: "Роль",
    territory: "Муниципалитет",
    organisation: "Организация",
    organisationHint: "Начните писать и выберите из списка.",
    placeHint: "Для координатора.",
    bodyHint: "Для специалиста, совета и НКО.",
    none: "не нужен",
  },
  refusals: {
    ...signInRefusals,
    ...accountRefusals,
    ...invitationRefusals,
    ...roleRefusals,
    ...contactRefusals,
    "name-missing": "Напишите имя и фамилию",
    "token-name-missing": "Назовите программу, которой нужен ключ",
  },
};
