export const inviteRu = {
  subject: (problem: string) => `Из вашего сообщения вырос проект: ${problem}`,
  text: (grown: { problem: string; project: string; number: string }) =>
    `Вы писали о проблеме «${grown.problem}». Люди взялись за неё и начали проект «${grown.project}» (${grown.number}). Если хотите помочь, ответьте на это письмо или зайдите в ресурсный центр.`,
};
