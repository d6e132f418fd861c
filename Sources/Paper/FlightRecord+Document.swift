// SPDX-License-Identifier: Apache-2.0
// The flight record on paper. A field that was not recorded says so, and a record that lacks what its rule asks for
// says at its top that it is incomplete; it never looks more complete than it is.

import DockModel

extension FlightRecord {
    /// The record as a document in one language.
    public func document(language: PaperLanguage = .english, size: PaperSize = .a4) -> Document {
        let name = [aircraft.registration, aircraft.serial].compactMap { $0 }.first ?? language(.notRecorded)
        var document = Document(
            title: language(.flightRecord, ["id": id]),
            subtitle: language(.flightSubtitle, ["dock": dock, "aircraft": name, "version": "\(version)"]),
            id: "\(id) v\(version)", language: language, size: size, created: written)
        if let amendedBecause {
            document.elements.append(.warning(language(.amended, ["why": amendedBecause])))
        }
        let missing = missing
        if !missing.isEmpty {
            let names = missing.map { language.name(of: $0) }.joined(separator: ", ")
            document.elements.append(.warning(language(.recordIncomplete, ["fields": names])))
        }
        document.elements += notes.map { .note($0) }
        document.elements += [.facts(responsibilityFacts(language)), .heading(language(.flight))]
        document.elements.append(.facts(flightFacts(language)))
        if path.contains(where: \.isValid) || plan.contains(where: \.isValid) {
            document.elements.append(.picture(picture(language), height: 225))
        } else if places > 0 {
            document.elements.append(.note(language(.pathElsewhere, ["n": "\(places)"])))
        } else {
            document.elements.append(.note(language(.noPath)))
        }
        document.elements += [.heading(language(.batteryHead)), .facts(batteryFacts(language))]
        if let profile { document.elements.append(.picture(profile.chart(language: language), height: 180)) }
        addTables(to: &document)
        if !differences.isEmpty {
            document.elements.append(.heading(language(.differences)))
            document.elements.append(
                .table(DocumentElement.Table(columns: [.init(language(.text))], rows: differences.map { [$0] })))
        }
        if !versions.isEmpty {
            document.elements.append(.heading(language(.software)))
            document.elements.append(.facts(versions.map { .init($0.name, $0.text, isExact: true) }))
        }
        document.elements += [.heading(language(.digests)), .facts(digestFacts(language))]
        if let isSigned { document.elements.append(.note(language(isSigned ? .isSigned : .isUnsigned))) }
        document.elements.append(
            .signature([language(.signName), language(.signDate), language(.signature)]))
        return document
    }

    /// The path over the plan.
    public func picture(_ language: PaperLanguage = .english) -> FlightPath {
        var picture = FlightPath(title: language(.pathTitle, ["id": id]), language: language)
        (picture.plan, picture.flown, picture.fence) = (plan, path, fence)
        picture.takeOff = takeOff?.position ?? path.first
        picture.landing = landing?.position
        return picture
    }

    // MARK: Facts

    private func said(_ text: String?, _ language: PaperLanguage) -> String {
        guard let text, !PaperText.line(text).isEmpty else { return language(.notRecorded) }
        return text
    }

    private func amount(_ value: Double?, _ unit: String, decimals: Int, _ language: PaperLanguage) -> String
    {
        guard let value, let text = NumberText.text(value, decimals: decimals, language: language) else {
            return language(.notMeasured)
        }
        return "\(text) \(unit)"
    }

    private func responsibilityFacts(_ language: PaperLanguage) -> [DocumentElement.Fact] {
        [
            .init(language(.operatorName), said(authority.operatorName, language)),
            .init(language(.operatorRegistration), said(authority.operatorRegistration, language)),
            .init(language(.responsible), said(authority.responsible, language)),
            .init(language(.authorisation), said(authority.authorisation, language)),
            .init(language(.sight), said(authority.sight, language)),
            .init(language(.registration), said(aircraft.registration, language)),
            .init(language(.serial), said(aircraft.serial, language), isExact: aircraft.serial != nil),
            .init(language(.model), said(aircraft.model, language)),
            .init(language(.totals), totals(language)),
            .init(language(.remoteID), said(remoteID, language)),
        ]
    }

    private func totals(_ language: PaperLanguage) -> String {
        let hours = aircraft.totalHours.map { amount($0, "h", decimals: 1, language) }
        let flights = aircraft.totalFlights.map { language(.flights, ["n": "\($0)"]) }
        let told = [hours, flights].compactMap { $0 }
        return told.isEmpty ? language(.notRecorded) : told.joined(separator: ", ")
    }

    private func flightFacts(_ language: PaperLanguage) -> [DocumentElement.Fact] {
        [
            .init(language(.activity), said(activity, language)),
            .init(language(.verdict), said(verdict, language)),
            .init(language(.takeOff), isGrounded ? language(.didNotFly) : words(takeOff, language)),
            .init(language(.landing), isGrounded ? language(.didNotFly) : words(landing, language)),
            .init(language(.duration), duration.map(Self.span) ?? language(.notRecorded)),
            .init(language(.greatestHeight), amount(maxima.height, "m", decimals: 1, language)),
            .init(language(.greatestDistance), amount(maxima.distance, "m", decimals: 0, language)),
            .init(language(.pathLength), amount(maxima.length, "m", decimals: 0, language)),
            .init(language(.greatestSpeed), amount(maxima.speed, "m/s", decimals: 1, language)),
            .init(language(.strongestGust), amount(maxima.gust, "m/s", decimals: 1, language)),
            .init(
                language(.leastSatellites), maxima.leastSatellites.map { "\($0)" } ?? language(.notMeasured)),
        ]
    }

    private func batteryFacts(_ language: PaperLanguage) -> [DocumentElement.Fact] {
        [
            .init(language(.serial), said(battery.serial, language), isExact: battery.serial != nil),
            .init(language(.chargeAtTakeOff), amount(battery.start, "%", decimals: 0, language)),
            .init(language(.chargeAfterLanding), amount(battery.end, "%", decimals: 0, language)),
            .init(language(.health), amount(battery.health, "%", decimals: 0, language)),
            .init(language(.cycles), battery.cycles.map { "\($0)" } ?? language(.notMeasured)),
        ]
    }

    /// A leg in UTC and local time, with its place.
    private func words(_ leg: Leg?, _ language: PaperLanguage) -> String {
        guard let leg else { return language(.notRecorded) }
        let places = [leg.place, leg.position?.words(language)].compactMap { $0 }.filter { !$0.isEmpty }
        let place = places.isEmpty ? language(.placeNotRecorded) : places.joined(separator: ", ")
        return "\(PaperClock.utc(leg.at)) (\(PaperClock(zone: zone).stamp(leg.at))), \(place)"
    }

    private func digestFacts(_ language: PaperLanguage) -> [DocumentElement.Fact] {
        guard !digests.isEmpty else { return [.init("SHA-256", language(.notRecorded))] }
        return digests.map { .init("SHA-256 \($0.name)", $0.hex, isExact: true) }
    }

    /// "41 min 7 s".
    static func span(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        let (hours, minutes) = (seconds / 3_600, seconds % 3_600 / 60)
        return (hours > 0 ? "\(hours) h " : "") + (seconds >= 60 ? "\(minutes) min " : "")
            + "\(seconds % 60) s"
    }

    // MARK: Tables

    private func addTables(to document: inout Document) {
        let language = document.language
        typealias Table = DocumentElement.Table
        func section(_ head: PaperPhrase, _ table: Table, none: PaperPhrase) {
            document.elements.append(.heading(language(head)))
            document.elements.append(table.rows.isEmpty ? .paragraph(language(none)) : .table(table))
        }
        section(
            .gates,
            Table(
                columns: [
                    .init(language(.gate)), .init(language(.answer)), .init(language(.value)),
                    .init(language(.limit)),
                ],
                rows: gates.map { [$0.name, $0.answer, $0.value, $0.limit] }), none: .notRecorded)
        section(
            .checksHead,
            Table(
                columns: [.init(language(.kind)), .init(language(.checkedWhat)), .init(language(.result))],
                rows: checks.map { [language.name(of: $0.kind), $0.what, $0.result] }), none: .notRecorded)
        section(
            .incidentsHead, eventTable(incidents ?? [], language),
            none: incidents == nil ? .notRecorded : .none)
        section(.events, eventTable(events, language), none: .none)
        for (head, lines) in [(PaperPhrase.defects, defects), (.changes, changes)] {
            section(
                head, Table(columns: [.init(language(.text))], rows: (lines ?? []).map { [$0] }),
                none: lines == nil ? .notRecorded : .none)
        }
    }

    private func eventTable(_ events: [Event], _ language: PaperLanguage) -> DocumentElement.Table {
        DocumentElement.Table(
            columns: [.init(language(.timeUTC)), .init(language(.grade)), .init(language(.text))],
            rows: events.map { [PaperClock.utc($0.at), $0.grade, $0.text] })
    }
}
