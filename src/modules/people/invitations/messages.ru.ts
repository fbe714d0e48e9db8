/** Messages about the page of an invitation. */
export const invitationMessages = {
  invitation: {
    title: "Приглашение",
    lead: (role: string, region: string) => `Вас зовут работать в ОКНЕ: ${role}, ${region}.`,
    submit: "Принять приглашение",
    known: "У вас уже есть учётная запись на этот адрес. Примите роль и войдите как обычно.",
    accepted: "Приглашение принято",
    acceptedSignIn: "Приглашение принято. Войдите, чтобы начать.",
    spentTitle: "Приглашение не действует",
    spentText:
      "Его уже приняли, отозвали, или прошёл срок. Попросите администратора прислать новое.",
  },
};

/** Reasons of refusals about the page of an invitation. */
export const invitationRefusals = {
  "invitation-accepted": "Приглашение уже приняли. Роль можно снять в карточке человека.",
};
