// SPDX-License-Identifier: Apache-2.0
// The words that the pages add themselves, in one place; PaperPhrase+German.swift holds the other language. Names,
// reasons and texts of devices come from elsewhere and are not translated. Words between braces are filled in once.

/// A sentence of the pages; the raw value is its English form.
enum PaperPhrase: String, CaseIterable {
    // Charts
    case noFigures = "No figures yet"
    case figuresLeftOut = "Left out because they are no numbers: {n}."
    case textsLeftOut = "Labels without room: {n}."
    case uses = "Uses"
    case date = "Date"
    case time = "Time"
    case wearTitle = "Wear of {part}"
    case wearSubtitle = "Dock {dock}, unit {serial}"
    case measured = "Measured"
    case smoothed = "Smoothed"
    case bandOfMeasure = "True value, P10 to P90"
    case endOfLifeAt = "End of life {figure}"
    case forecastBand = "Forecast P10 to P90: {first} to {last}"
    case forecastMiddle = "Forecast P50"
    case ofDock = "Dock {dock}"
    case batteryTitle = "Battery capacity"
    case capacity = "Capacity"
    case coverTitle = "Cover drive current"
    case greatestCurrent = "Greatest current of a move"
    case opening = "Opening"
    case closing = "Closing"
    case usual = "Usual"
    case limitAt = "Limit {figure}"
    case chargeTitle = "Charge"
    case chargeSubtitle = "Dock {dock}, battery {serial}, from {time}"
    case sinceBegin = "Time since the charge began"
    case current = "Current"
    case earlierCurrent = "Current of an earlier charge"
    case charge = "State of charge"
    case windTitle = "Wind and limit"
    case wind = "Wind speed"
    case gusts = "Gusts"
    case meanWind = "Mean"
    case gustLimitAt = "Limit for gusts {figure}"
    case missionsByWeek = "Missions by week"
    case missionsByDay = "Missions by day"
    case missions = "Missions"
    case missionsDue = "Due, not flown in full"
    case missionsFlown = "Flown to the end"
    case energyTitle = "Energy charged a day"
    case energy = "Energy"
    case travelTitle = "Time of a cover move"
    case travelTime = "Median of a day"
    case airTitle = "Air temperature"
    case temperature = "Temperature"
    case lowToHigh = "Lowest to highest of a day"
    case middleOfDay = "Middle"
    case chartsTitle = "Charts"
    case profileTitle = "Height and battery of flight {id}"
    case height = "Height above take-off"
    case flown = "Flown"
    case planned = "Planned"
    case fence = "Fence"
    case noPath = "No path was recorded."
    case pathTitle = "Path of flight {id}"
    case centreOfMap = "Centre {place}"
    case east = "E"
    case west = "W"

    // Pages
    case rowsPrinted = "{n} of {all} rows are printed."
    case pagesCut = "Cut after {pages} pages: at least {n} further sections are not printed."
    case madeAt = "made {time}"
    case pageOf = "page {n} of {all}"
    case unknown = "unknown"
    case notMeasured = "not measured"
    case notRecorded = "not recorded"
    case none = "none"

    // Work order
    case workOrder = "Work order: dock {dock}"
    case onDay = "on {day}"
    case betweenDays = "between {first} and {last}"
    case visitWindow = "Visit {window} (days in {zone})"
    case orderNumber = "Order"
    case dock = "Dock"
    case place = "Place"
    case position = "Position"
    case contact = "Contact"
    case issued = "Issued"
    case pickList = "Take along"
    case part = "Part"
    case serialInService = "In service"
    case quantity = "Qty"
    case inStock = "Stock"
    case leadTime = "Lead time"
    case costEach = "Cost each"
    case days = "{n} d"
    case totalCost = "In all {sum}."
    case costsUnknown = "The cost of {n} parts is not known."
    case meaningOfDays = "P10: one part in ten ends before this day; P50: half of them."
    case makeSafe = "Make the dock safe"
    case stepComparePlate = "The plate on the dock reads {dock}."
    case stepLockOut =
        "Lock the dock out, or turn the service key; nothing moves and nothing arms from now on:"
    case stepVehicleHome = "The vehicle stands on the pad, disarmed. Its battery is taken out."
    case stepIsolate = "The mains switch is off and secured against being switched on."
    case stepPhotographBefore = "Photograph the dock, the part and its plate before the work."
    case changePart = "Change: {part}"
    case why = "Why"
    case stepCompareSerial =
        "The serial number on the part is {serial}. If not, write down which: ____________"
    case stepReplace = "Change {part}. Serial number of the new unit: ____________"
    case stepRecord = "Record the change:"
    case furtherTasks = "Further tasks"
    case finish = "Test and finish"
    case stepPhotographAfter =
        "Photograph the dock and the new plates after the work. No tool is left inside."
    case stepPowerOn = "Switch the mains on. Put the battery back. Stand clear of the cover."
    case stepRelease = "End the lock-out, or turn the service key back:"
    case stepTestTravel =
        "Let the cover travel once, open and closed; watch and listen. It is closed at the end."
    case stepOldParts = "Take the old parts away; mark each with its serial number and the order's number."
    case signName = "Name"
    case signDate = "Date, time"
    case signature = "Signature"

    // Flight record
    case flightRecord = "Flight record {id}"
    case flightSubtitle = "Dock {dock}, aircraft {aircraft}, version {version} of this record"
    case amended = "This version replaces an earlier one: {why}"
    case recordIncomplete = "This record is incomplete. It lacks: {fields}"
    case operatorName = "Operator"
    case operatorRegistration = "Operator registration"
    case responsible = "Remote pilot or supervisor"
    case authorisation = "Authorisation"
    case sight = "Line of sight"
    case registration = "Aircraft registration"
    case serial = "Serial number"
    case model = "Model"
    case totals = "Total after this flight"
    case flights = "{n} flights"
    case remoteID = "Remote ID"
    case flight = "Flight"
    case activity = "Activity"
    case verdict = "Verdict"
    case takeOff = "Take-off"
    case landing = "Landing"
    case duration = "Duration"
    case placeNotRecorded = "place not recorded"
    case greatestHeight = "Greatest height above take-off"
    case greatestDistance = "Greatest distance from take-off"
    case pathLength = "Length of the path"
    case greatestSpeed = "Greatest speed over ground"
    case strongestGust = "Strongest gust"
    case leastSatellites = "Least number of satellites"
    case batteryHead = "Battery"
    case chargeAtTakeOff = "Charge at take-off"
    case chargeAfterLanding = "Charge after landing"
    case health = "Health"
    case cycles = "Cycles"
    case gates = "Launch gates as they were"
    case gate = "Gate"
    case answer = "Answer"
    case value = "Value"
    case limit = "Limit"
    case checksHead = "Checks and surveys before the flight"
    case kind = "Kind"
    case checkedWhat = "Checked"
    case result = "Result"
    case incidentsHead = "Incidents"
    case events = "Events"
    case defects = "Defects and rectifications"
    case changes = "Repairs and changes"
    case timeUTC = "Time (UTC)"
    case grade = "Grade"
    case text = "Text"
    case digests = "Digests"
    case pathElsewhere = "The path, {n} places, is in the PDF and the KML file."
    case didNotFly = "did not leave the ground"
    case differences = "What this version changes"
    case software = "Software"
    case isSigned = "A detached CMS signature lies beside this file and ends with .p7s."
    case isUnsigned = "This file is not signed: no key is set up for it."

    // Fields of the record
    case fieldAircraft = "identification of the aircraft"
    case fieldTakeOffTime = "time of take-off"
    case fieldTakeOffPlace = "place of take-off"
    case fieldLandingTime = "time of landing"
    case fieldLandingPlace = "place of landing"
    case fieldTotals = "total hours or flights"
    case fieldRemotePilot = "name of the remote pilot"
    case fieldActivity = "kind of activity"
    case fieldAuthorisation = "authorisation number"
    case fieldSight = "VLOS or BVLOS"
    case checkPreflight = "pre-flight check"
    case checkSite = "site survey"
    case checkRadio = "radio survey"
    case checkOther = "other"

    // Stages of notices
    case stagePlan = "plan"
    case stageReplace = "replace"
    case stageStop = "stop"
    case stageWithdrawn = "withdrawn"
}

extension PaperLanguage {
    /// A sentence with its words filled in; a brace in a value stays a brace.
    func callAsFunction(_ phrase: PaperPhrase, _ values: [String: String] = [:]) -> String {
        let template = self == .english ? phrase.rawValue : phrase.german ?? phrase.rawValue
        guard !values.isEmpty else { return template }
        var filled = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            filled += rest[..<open] + (values[name] ?? "{\(name)}")
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    /// The stage of a notice; a word that is none is shown as it is.
    func stage(_ name: String) -> String {
        let stages = [PaperPhrase.stagePlan, .stageReplace, .stageStop, .stageWithdrawn]
        return stages.first { $0.rawValue == name }.map { self($0) } ?? name
    }

    /// The name of a field of the flight record.
    func name(of field: FlightRecordField) -> String {
        switch field {
        case .aircraft: self(.fieldAircraft)
        case .takeOffTime: self(.fieldTakeOffTime)
        case .takeOffPlace: self(.fieldTakeOffPlace)
        case .landingTime: self(.fieldLandingTime)
        case .landingPlace: self(.fieldLandingPlace)
        case .duration: self(.duration)
        case .totals: self(.fieldTotals)
        case .remotePilot: self(.fieldRemotePilot)
        case .activity: self(.fieldActivity)
        case .authorisation: self(.fieldAuthorisation)
        case .sight: self(.fieldSight)
        case .incidents: self(.incidentsHead)
        case .preflightCheck: self(.checkPreflight)
        case .siteSurvey: self(.checkSite)
        case .radioSurvey: self(.checkRadio)
        case .defects: self(.defects)
        case .changes: self(.changes)
        }
    }

    /// The kind of a check.
    func name(of kind: FlightRecord.Check.Kind) -> String {
        switch kind {
        case .preflight: self(.checkPreflight)
        case .site: self(.checkSite)
        case .radio: self(.checkRadio)
        case .other: self(.checkOther)
        }
    }
}
