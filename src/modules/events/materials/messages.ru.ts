export const materialsRu = {
  materialKinds: {
    material: "Материал",
    recording: "Запись",
    picture: "Снимок",
    minutes: "Протокол",
    link: "Ссылка",
  },
};
