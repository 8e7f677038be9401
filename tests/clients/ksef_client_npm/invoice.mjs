// An FA(3) invoice of companies that do not exist, written by the client's own builder.

/** One line at 23 %: net 200, VAT 46, gross 246. */
export function invoice(seller, buyer, number) {
  const day = new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Warsaw" });
  const party = (nip, name) => ({
    DaneIdentyfikacyjne: { NIP: nip, Nazwa: name },
    Adres: { KodKraju: "PL", AdresL1: "ul. Zmyślona 1", AdresL2: "00-000 Nibylandia" },
  });
  return {
    Naglowek: {
      KodFormularza: { systemCode: "FA (3)", schemaVersion: "1-0E", value: "FA" },
      WariantFormularza: "3",
      DataWytworzeniaFa: `${day}T00:00:00Z`,
      SystemInfo: "Poligon",
    },
    Podmiot1: party(seller, "Fikcja sp. z o.o."),
    Podmiot2: { ...party(buyer, "Wymysł S.A."), JST: "2", GV: "2" },
    Fa: {
      KodWaluty: "PLN",
      P_1: day,
      P_2: number,
      P_13_1: "200.00",
      P_14_1: "46.00",
      P_15: "246.00",
      Adnotacje: {
        P_16: "2",
        P_17: "2",
        P_18: "2",
        P_18A: "2",
        Zwolnienie: { P_19N: "1" },
        NoweSrodkiTransportu: { P_22N: "1" },
        P_23: "2",
        PMarzy: { P_PMarzyN: "1" },
      },
      RodzajFaktury: "VAT",
      FaWiersz: { NrWierszaFa: "1", P_7: "Usługa wymyślona", P_8A: "szt.", P_8B: "2", P_9A: "100.00", P_11: "200.00", P_12: "23" },
    },
  };
}
