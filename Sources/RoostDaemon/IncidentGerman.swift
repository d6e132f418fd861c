// SPDX-License-Identifier: Apache-2.0
// The catalogue of incidents in German: what happened, and what to look at first. It adds no kind and no rule; the
// English words are the core's.

internal import RoostCore

extension IncidentKind {
    /// What happened, in German.
    var germanTitle: String {
        switch self {
        case .hardwareSilent: "Die Technik des Docks antwortet nicht"
        case .deviceLost: "Ein Gerät antwortet nicht"
        case .vehicleSilent: "Das Fluggerät ist draußen und schweigt"
        case .vehicleLost: "Das Fluggerät ist verloren"
        case .landedElsewhere: "Das Fluggerät ist anderswo gelandet"
        case .switchesContradict: "Die Endschalter des Deckels widersprechen sich"
        case .coverTimedOut: "Der Deckel hat sein Ende nicht erreicht"
        case .coverPinched: "Der Deckel ist auf ein Hindernis gestoßen"
        case .coverNotOpen: "Der Deckel ist nicht offen zur Landung"
        case .coverLeftOpen: "Der Deckel bleibt offen"
        case .chargerStuckOn: "Das Ladegerät ist nicht nachweislich aus"
        case .chargeFailed: "Das Laden ist fehlgeschlagen"
        case .chargeTooLong: "Das Laden hat zu lange gedauert"
        case .contactsHot: "Die Ladekontakte sind heiß"
        case .smoke: "Rauch im Dock"
        case .water: "Wasser im Dock"
        case .emergencyStop: "Der Not-Halt ist gedrückt"
        case .uploadFailed: "Der Plan wurde nicht angenommen"
        case .launchFailed: "Das Fluggerät ist nicht gestartet"
        case .calledHome: "Das Fluggerät wurde heimgerufen"
        case .flightTooLong: "Der Flug hat zu lange gedauert"
        case .notDisarmed: "Die Motoren des Fluggeräts bleiben scharf"
        case .lockedOut: "Das Dock ist gesperrt"
        case .handsInDock: "Der Serviceschlüssel ist gedreht"
        case .rodsStuck: "Die Zentrierstangen haben ihr Ende nicht erreicht"
        case .diverting: "Das Fluggerät wurde zu einem Ausweichplatz geschickt"
        case .noLandingPlace: "Das Fluggerät ist draußen und hat keinen Landeplatz"
        case .armedInDock: "Das Fluggerät ist im Dock scharf"
        case .sensorImplausible: "Die Werte eines Sensors können nicht stimmen"
        case .signalUnusual: "Ein Messwert ist nicht wie sonst"
        case .windContradicted: "Dock und Fluggerät widersprechen sich über den Wind"
        case .orderUnanswered: "Die Technik hat einen Befehl nicht beantwortet"
        case .clockJumped: "Die Uhr ist gesprungen"
        case .gnssDegraded: "Das Fluggerät fliegt ohne brauchbare Satellitenortung"
        case .fenceBreached: "Das Fluggerät hat sein Fluggebiet verlassen"
        case .vehicleFault: "Das Fluggerät meldet im Flug einen Defekt"
        case .returnFailed: "Das Fluggerät kommt nicht heim"
        case .mainsLost: "Der Netzstrom ist weg"
        case .intrusion: "Der Deckel wurde von Unbekannten geöffnet"
        case .hotSpotMajor: "Eine Hitzestelle, die sofort zu beheben ist"
        case .hotSpot: "Eine Hitzestelle"
        case .warmSpot: "Eine leichte oder unbestätigte Hitzestelle"
        case .picturesLacking: "Bilder eines Flugs fehlen oder sind unlesbar"
        case .mapReady: "Eine Karte ist fertig"
        case .mapDoubtful: "Eine Karte ist fertig und fraglich"
        case .mapRefly: "Eine Karte ist nicht gut genug: neu fliegen"
        case .mapFailed: "Es gibt keine Karte eines Flugs"
        case .mailUnaccounted: "Die Zahlen der Mailschlange gehen nicht auf"
        case .heartbeatMissing: "Kein Server hat den letzten Tagesbericht angenommen"
        case .storeRestored: "Der Speicher des Docks war beschädigt und wurde aus einer Kopie ersetzt"
        case .storeNotCopied: "Der Speicher des Docks wurde seit Tagen nicht kopiert"
        case .invariantBroken: "Eine Sicherheitsregel der Software wurde verletzt"
        }
    }

    /// What to look at first, in German.
    var germanRemedy: String {
        switch self {
        case .hardwareSilent, .deviceLost:
            "Strom und Netz des genannten Geräts prüfen; keine Anfahrt nötig, wenn es von selbst wiederkommt."
        case .vehicleSilent: "Warten, bis seine eigene Sicherung es heimbringt; die Landekamera beobachten."
        case .vehicleLost: "Ab der letzten bekannten Position suchen; danach dem Dock roost reset sagen."
        case .landedElsewhere: "Das Fluggerät an der letzten Position holen und vor dem nächsten Flug prüfen."
        case .switchesContradict:
            "Anfahrt: ein Endschalter oder sein Kabel ist defekt; bis dahin bewegt sich nichts."
        case .coverTimedOut:
            "Nach Eis, Schmutz oder einem Gegenstand in der Führung sehen; dann am Dock zurücksetzen."
        case .coverPinched: "Vor jeder weiteren Fahrt nach einem Gegenstand im Weg des Deckels sehen."
        case .coverNotOpen:
            "Der Landeplatz ist nicht erreichbar; das Fluggerät folgt seiner eigenen Sicherung."
        case .coverLeftOpen: "Den Deckel prüfen; es kann hineinregnen."
        case .chargerStuckOn:
            "Anfahrt: das Ladegerät schaltet nicht ab; seine Zuleitung bis zur Reparatur trennen."
        case .chargeFailed: "Prüfen, ob das Fluggerät auf den Kontakten sitzt und ob sie sauber sind."
        case .chargeTooLong: "Kapazität des Akkus und Widerstand der Kontakte prüfen."
        case .contactsHot: "Die Ladekontakte reinigen; ein heißer Kontakt ist ein verschlissener."
        case .smoke: "Vor Ort anrufen; das Ladegerät ist aus."
        case .water: "Abfluss und Dichtung des Deckels prüfen; das Ladegerät ist aus."
        case .emergencyStop:
            "Jemand hat den Not-Halt gedrückt; am Dock lösen, dann Serviceschlüssel drehen oder roost reset."
        case .uploadFailed: "Den Plan mit dem vergleichen, was das Fluggerät kann; der Grund nennt den Punkt."
        case .launchFailed: "Den Text des Fluggeräts im Grund lesen; bleibt es dabei, ist eine Anfahrt nötig."
        case .calledHome: "Den Grund lesen; das Fluggerät vor dem nächsten Flug prüfen."
        case .flightTooLong: "Die Länge des Plans mit dem Akku vergleichen; das Fluggerät wurde heimgerufen."
        case .notDisarmed: "Abstand halten: die Propeller können drehen. Über Funk entschärfen."
        case .lockedOut:
            "Nichts bewegt sich bis roost reset oder bis der Serviceschlüssel gedreht und zurückgedreht ist."
        case .handsInDock:
            "Jemand arbeitet in der Box; nichts bewegt sich, bis der Schlüssel zurückgedreht ist."
        case .rodsStuck:
            "Nach Schmutz oder schief stehendem Fluggerät zwischen den Stangen sehen; dann zurücksetzen."
        case .diverting: "Das Fluggerät am genannten Ort holen und klären, warum es nicht heim konnte."
        case .noLandingPlace:
            "Landeplatz räumen oder Deckel öffnen; bis dahin folgt es seiner eigenen Sicherung."
        case .armedInDock:
            "Abstand halten: die Propeller können drehen. Über Funk entschärfen; wer hat es scharf gemacht?"
        case .sensorImplausible:
            "Den genannten Sensor und seinen Stecker ansehen; Starts, die ihn brauchen, warten, bis ihm geglaubt wird."
        case .signalUnusual:
            "Vergleichen, was das Dock zu der Zeit tat und wie das Wetter war; ein Hinweis, nichts ist gesperrt."
        case .windContradicted:
            "Den Windmesser mit einer anderen Quelle vergleichen; auf Blockade, Eis oder falsche Einheit achten."
        case .orderUnanswered: "Strom und Netz der Steuerung prüfen; der Befehl wurde aufgegeben."
        case .clockJumped:
            "Kein Einsatz startet, bis die Uhr eine Minute ruhig läuft; ihre Zeitquelle prüfen."
        case .gnssDegraded:
            "Höhe und Abdrift beobachten; es hält oder landet von selbst. Auf Störsender oder vereiste Antenne achten."
        case .fenceBreached:
            "Wenn möglich über Funk übernehmen; Fluggebiet mit Plan und Wind dieser Minute vergleichen."
        case .vehicleFault: "Vor dem nächsten Flug das genannte Teil prüfen, zuerst die Propeller."
        case .returnFailed: "Betriebsart und Akku ansehen; über Funk übernehmen oder noch einmal heimrufen."
        case .mainsLost:
            "Sicherung der Zuleitung und die Nachbarn prüfen; die Notstromversorgung hält eine Weile."
        case .intrusion:
            "Erst die Landekamera ansehen, dann hinfahren; Schloss und Antrieb des Deckels prüfen."
        case .hotSpotMajor, .hotSpot, .warmSpot, .picturesLacking, .mapReady, .mapDoubtful, .mapRefly, .mapFailed:
            germanPictureRemedy
        case .mailUnaccounted:
            "roost outbox stats ausführen und vergleichen; das Ergebnis den Entwicklern senden."
        case .heartbeatMissing: "Verbindung und Mailserver prüfen; roost outbox list zeigt, was wartet."
        case .storeRestored: "Datenträger und Kernelprotokoll ansehen: er ist defekt, oder Strom fehlte beim Schreiben."
        case .storeNotCopied: 
            "roost backup ausführen und lesen, was es sagt; roost-backup.timer einschalten, nach Platz sehen."
        case .invariantBroken: "Das Journal den Entwicklern senden; das Dock bleibt im sicheren Zustand."
        }
    }

    /// The same for what the pictures of flights show; empty for everything else.
    private var germanPictureRemedy: String {
        switch self {
        case .hotSpotMajor: "Sofort beheben; Bild und Ort sind bei dieser Mail."
        case .hotSpot: "Reparatur planen; Bild und Ort sind bei dieser Mail."
        case .warmSpot: "Mit dem nächsten Flug vergleichen; siehe roost payload spots."
        case .picturesLacking: "roost payload list nennt den Grund für jede Datei; Kamera und Karte prüfen."
        case .mapReady: "Nichts: Die Adresse der Karte steht in dieser Mail."
        case .mapDoubtful: "Die Karte vor Gebrauch ansehen; Gründe und Adresse stehen in dieser Mail."
        case .mapRefly: "Die Mission neu fliegen; die Gründe sagen, was am Plan zu ändern ist."
        case .mapFailed: "roost payload map nennt die Worte des Servers; roost payload map again beginnt neu."
        default: ""
        }
    }
}
