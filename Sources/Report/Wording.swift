// SPDX-License-Identifier: Apache-2.0
// Every sentence the reports are made of, in one place, so that another language is another table. The words
// between braces are filled in; a value that itself holds braces is never filled in again.

/// The languages of the reports.
public enum ReportLanguage: String, Sendable, Hashable, Codable, CaseIterable {
    /// English.
    case english = "en"
    /// German.
    case german = "de"
}

/// The sentences of the reports; each raw value is its English form.
enum Phrase: String, CaseIterable {
    // Numbers and times
    case notMeasured = "not measured"
    case oneMove = "1 move"
    case moves = "{n} moves"
    case oneFlight = "1 flight"
    case flights = "{n} flights"
    case oneMail = "1 mail"
    case mails = "{n} mails"
    case cycles = "cycles"
    case oneDay = "1 day"
    case days = "{n} days"
    case fromTo = "{low} to {high} {unit}"
    case betweenDays = "between {first} and {last}"
    case onDay = "on {day}"
    case beyondTenYears = "> 10 years"
    case now = "now"
    case none = "none"
    case andMore = "and {n} more"
    case unit = "unit {serial}"

    // Every mail
    case dock = "Dock {dock}"
    case footer = "Roost {version}. Times are in {zone} unless marked UTC."
    case digestKind = "Daily digest of dock {dock}, {from} to {to}"
    case digestKindWeek = "Weekly digest of dock {dock}, {from} to {to}"
    case digestKindMonth = "Monthly digest of dock {dock}, {from} to {to}"
    case digestKindRange = "Digest of dock {dock}, {from} to {to}"
    case wearKind = "Wear report of dock {dock}, {at}"
    case noPartDue = "no part is due"
    case noticeKind = "Part notice of dock {dock}, {at}"
    case missionKind = "Mission report of dock {dock}, run {run}"
    case incidentKind = "Incident {id} of dock {dock}, {at}"
    case attached = "All rows are in the attached tables."

    // Digest: verdict
    case noMissionsPlanned = "no missions planned"
    case missionsFlown = "{n} of {all} flown"
    case missionsPartial = "{n} partial"
    case oneIncident = "1 {class} incident"
    case incidents = "{n} {class} incidents"
    case partAtLimit = "1 part at its limit"
    case partsAtLimit = "{n} parts at their limit"
    case partDue = "1 part due in {days}"
    case partsDue = "{n} parts due, the first in {days}"
    case partDueNow = "1 part due now"
    case partsDueNow = "{n} parts due, the first now"
    case green = "Green: nothing needs attention."
    case amber = "Amber: {why}."
    case red = "Red: {why}."
    case whyIncident = "{class} incident open"
    case whyLimit = "{part} is at its limit"
    case whyLost = "contact with the vehicle lost"
    case whyNotFlown = "not every planned mission was flown in full"
    case whyPart = "{part} is due"
    case whyTask = "something waits for a person"
    case whyMail = "mail waits since {since}"
    case whyGap = "something is missing in these facts"
    case whyNoReadings = "no readings from the dock"

    // Digest: what is missing
    case gapWatched = "Missing: the dock was watched for {part} of {whole}; the rest is not known."
    case gapClock = "Missing: for {span} the clock was not believed; what happened then has no sure time."
    case gapClockSet = "Missing: the clock was set in this period; its times are not all of one clock."
    case gapDays = "Missing: nothing is stored of {n} of the {all} days."
    case gapPictures =
        "The charts were left out because the vehicle was in the air; roost report digest draws them."

    // Digest: sections
    case sectionChangesInPeriod = "Changed in this period"
    case sectionChanges = "Changed since yesterday"
    case sectionTasks = "Needs a person"
    case sectionMissions = "Missions"
    case sectionVehicle = "Vehicle"
    case sectionDock = "Dock"
    case sectionWear = "Wear"
    case sectionWeather = "Weather seen"
    case sectionLink = "Mail and link"
    case sectionFilter = "Not mailed one by one"
    case sectionIncidents = "Open incidents"
    case sectionVersions = "System"
    case noChanges = "Nothing changed."
    case taskBy = "{what} (by {day})"
    case missionsNone = "No mission was planned in this period."
    case missionLine = "{at} {name}: {verdict}"
    case becauseOf = ", {why}"
    case nextTry = "; next try {at}"
    case nextMissions = "Next 24 h: {list}"
    case nextMissionsNone = "Next 24 h: no mission planned."
    case vehicleNone = "No reading from a vehicle in this period."
    case dockNone = "No reading from the dock in this period."
    case weatherNone = "Weather was not measured in this period."
    case linkNone = "The link was not watched in this period."
    case wearNone = "No part is watched yet."
    case wearNote =
        "{catalogue} from the catalogue, not measured."
    case wearNoteMeasured = "P10: one part in ten ends before this day; P50: half of them; P90: nine in ten."
    case incidentsNone = "None open."
    case incidentLine = "{class} {title}, since {since}{times}"
    case incidentTimes = ", {n} times"
    case incidentsByClass = "{list} open in all."
    case filterLine = "{n} times: {rule}"
    case shelvedCount = "Shelved by people, with no reminder: {n}"
    case shelvedLine = "{class} {title}, until {until} by {who}: {why} ({id})"
    case filterIDs = "Each is in the attached table; roost incidents held shows its reasons."

    // Facts
    case factFlights = "Flights"
    case factAirTime = "Time in the air"
    case factCharge = "Battery charge"
    case factHealth = "Battery health"
    case factCycles = "Battery cycles"
    case factCellSpread = "Cell spread"
    case factVibration = "Worst vibration"
    case factCoverMoves = "Cover moves"
    case factCoverTravel = "Cover travel"
    case coverTravel = "{seconds} a move, usually {usual}"
    case factEnergy = "Charge energy"
    case factCharges = "Charges"
    case factContacts = "Charge contacts"
    case factEfficiency = "Charge efficiency"
    case factCabinet = "Cabinet"
    case factHumidity = "Cabinet humidity"
    case factBackup = "Backup battery"
    case factWind = "Wind"
    case wind = "mean {mean}, gusts to {gust}"
    case factTemperature = "Temperature"
    case factRain = "Rain"
    case factFlyable = "Flyable"
    case factQueue = "Mails waiting"
    case factOldest = "Oldest waiting"
    case factSent = "Mails sent"
    case factFailed = "Mails given up"
    case factOffline = "Link down"
    case factKeptByLink = "Wait for the link"
    case keptByLink = "{n} ({link})"
    case factPart = "Part"
    case factSerial = "Serial number"
    case factInService = "In service since"
    case factUse = "Used"
    case factMeasured = "Measured"
    case factNewAndEnd = "New, end of life"
    case factEnds = "Ends"
    case factLikely = "Most likely"
    case factLeft = "Left"
    case factOrderBy = "Order by"
    case factDelivery = "Delivery"
    case factStage = "Stage"
    case factBasis = "Rests on"
    case factPlanned = "Planned"
    case factTakeOff = "Take-off"
    case factLanding = "Landing"
    case factDuration = "Duration"
    case factItems = "Plan items"
    case factDistance = "Distance"
    case factHeight = "Greatest height"
    case factPictures = "Pictures"
    case factBattery = "Battery"
    case factNextRun = "Next run"
    case factRecord = "Flight record"
    case factNextTry = "Next try"
    case factReason = "Why"
    case factClass = "Class"
    case factValue = "Value"
    case factLimit = "Limit"
    case factSince = "Since"
    case factLastGood = "Last good"
    case factDo = "Do"
    case factVisit = "Visit"

    // Tables
    case columnEarly = "P10"
    case columnMiddle = "P50"
    case columnLate = "P90"
    case columnGate = "Gate"
    case columnAnswer = "Answer"

    // Part notice
    case partPlan = "order {part} by {day}"
    case partPlanNow = "order {part} now"
    case partReplaceNow = "change {part} now"
    case partReinstatedNow = "{part} is due again, order it now"
    case partReplace = "change {part} by {day}"
    case partStop = "{part} is worn out, no flight that needs it may start"
    case partWithdrawn = "{part} lasts longer, notice withdrawn"
    case partReinstated = "{part} is due again, order by {day}"
    case partSuspected = "was {part} replaced? No replacement is recorded"
    case partsSubject = "{n} parts: {first}"
    case stagePlan = "plan"
    case stageReplace = "replace"
    case stageStop = "stop"
    case endsWithConfidence = "{between}, 80 % sure"
    case aroundDay = "around {day}"
    case leftInUses = "{low} to {high} {unit}, most likely {middle} {unit}"
    case basisCatalogue = "the usual life in the catalogue; this unit has not been measured"
    case basisMeasured = "{n} measurements of this unit"
    case newAndEnd = "{new} new, {end} at the end of its life"
    case measuredAs = "{kind} {value}"
    case delivery = "{lead} after the order; {order} to order"
    case sectionPart = "What is known"
    case sectionWhyNow = "Why now"
    case sectionOnSite = "What to do"
    case doOrder = "Order {part} now, so that it is here before it is needed."
    case doKeep = "Go on flying; the dock keeps watching it."
    case doChangeSoon = "Change it at the next visit, and do not put that visit off."
    case doChange = "Change it at the next visit, at the latest {day}."
    case doChangeNow = "Change it before the next flight. Until then the dock refuses flights that need it."
    case doRecord = "After the change record the new serial number with: roost wear replace {id}"
    case doCancel = "If the part is not ordered yet, there is no hurry any more."
    case doTogether = "Planned visit: {day}. Change on it: {parts}."
    case doPapers = "The work order and the calendar event are attached."
    case doChart = "The chart of its wear is attached."
    case doCheckSerial = "Compare the serial number on the part with {serial}."
    case doRecordOrKeep =
        "If it was changed, record that with: roost wear replace {id}. If not: roost wear keep {id}."

    // Mission
    case verdictDone = "done"
    case verdictPartial = "partial"
    case verdictAborted = "aborted"
    case verdictDiverted = "landed elsewhere"
    case verdictLost = "contact lost"
    case verdictHeld = "held"
    case verdictRefused = "refused"
    case verdictExpired = "expired"
    case verdictSkipped = "skipped"
    case missionSubject = "{name} {verdict}"
    case missionSubjectItems = "{name} {verdict}, {n} of {all} plan items"
    case missionSubjectWhy = "{name} {verdict}: {why}"
    case amended = "This replaces an earlier report of the same run: {why}"
    case sectionFlight = "Flight"
    case sectionGates = "Gates before launch"
    case sectionDuring = "What happened"
    case gatesNone = "No gate was evaluated."
    case gatePass = "pass"
    case gateHold = "hold"
    case gateRefuse = "refuse"
    case itemsOf = "{n} of {all} reached"
    case batteryFromTo = "{start} at take-off, {end} after landing"
    case nextRunNone = "none planned"
    case didNotFly = "The vehicle did not take off."
    case noTryPlanned = "no further try for this run"

    // Incident
    case sectionIncident = "Facts"
    case incidentSubject = "{class} {title}"
    case incidentResolved = "{class} resolved: {title}"
    case incidentReminder = "{class} still open: {title}"
    case groupSubject = "{class} {n} incidents: {title}"
    case floodSubject = "{class} flood of {n} incidents: {title}"
    case floodWhy = "More came than a person can read one by one, or than the hour's mails allow."
    case groupKind = "Incidents of dock {dock}, {name}, {at}"
    case sectionBefore = "The ten seconds before"
    case columnBefore = "s before"
    case factRootCause = "Root cause"
    case factKind = "Kind"
    case vehicleInAir = "in the air"
    case visitNeeded = "needed"
    case visitNotNeeded = "not needed"
    case resolvedSince = "{since}, ended {end}"

    // Acknowledgement, escalation and mails that were given up
    case acknowledge = "Take note of this alert"
    case download = "The map"
    case escalated = "Nobody has taken note of this alert for {span} (step {n})."
    case escalatedSubject = "{subject} - nobody has answered"
    case heartbeatSubject = "alive, number {n}, next by {next}"
    case heartbeatText =
        "A sign of life. If none follows by {next}, look after the dock; roost watch does so by itself."
    case expiryOne = "1 mail was given up"
    case expiryMany = "{n} mails were given up"
    case expirySubject = "{count} undelivered"
    case expiryWhy = "{count}: no mail server took them within {days}."
    case expiryRest =
        "They stay as dead letters (roost outbox list --state dead); roost outbox retry sends one again."

    // Severity classes as adjectives
    case classEmergency = "emergency"
    case classCritical = "critical"
    case classError = "error"
    case classWarning = "warning"
    case classNotice = "notice"
    case classTrace = "trace"
}

/// The sentences of one language.
struct Wording: Sendable {
    let language: ReportLanguage

    /// A sentence with its words filled in.
    func callAsFunction(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
        Self.fill(template(phrase), with: values)
    }

    /// The name of a month, 1 to 12.
    func month(_ number: Int) -> String {
        let index = min(max(number, 1), 12) - 1
        return switch language {
        case .english: Self.months[index]
        case .german: Phrase.germanMonths[index]
        }
    }

    /// The short name of a month, 1 to 12.
    func shortMonth(_ number: Int) -> String {
        switch language {
        case .english: String(month(number).prefix(3))
        case .german: Phrase.germanShortMonths[min(max(number, 1), 12) - 1]
        }
    }

    /// The short name of a weekday; 0 is Sunday.
    func weekday(_ number: Int) -> String {
        let index = min(max(number, 0), 6)
        return switch language {
        case .english: Self.weekdays[index]
        case .german: Phrase.germanWeekdays[index]
        }
    }

    private func template(_ phrase: Phrase) -> String {
        switch language {
        case .english: phrase.rawValue
        case .german: phrase.german
        }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November",
        "December",
    ]
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    /// One pass over the template: a brace in a value stays a brace.
    static func fill(_ template: String, with values: [String: String]) -> String {
        guard !values.isEmpty else { return template }
        var filled = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            filled += rest[..<open]
            filled += values[name] ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }
}
