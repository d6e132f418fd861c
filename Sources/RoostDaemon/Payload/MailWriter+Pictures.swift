// SPDX-License-Identifier: Apache-2.0
// Pictures in mails: the marked picture of a hot spot with its alert, and a line about a flight's pictures with its
// confirmation. A picture that cannot be had keeps no mail back.

internal import DockModel
internal import Foundation
internal import Logging
internal import Payload
internal import Post
internal import Report
internal import RoostCore
internal import Settings
internal import Store

/// What is stored of pictures, for mails.
struct PictureShelf: Sendable {
    let database: RoostDatabase
}

extension MailWriter {
    /// Pictures that one mail carries.
    private static let mostPictures = 3

    /// The pictures of hot spots among some incidents, the gravest first.
    func shownPictures(of incidents: [Incident]) -> [MailAttachment] {
        guard let pictures else { return [] }
        let spots = incidents.filter {
            $0.kind.origin == .payload && !$0.subject.isEmpty && $0.resolved == nil
        }
        var shown: [MailAttachment] = []
        for incident in spots.sorted(by: { ($0.kind.severity, $0.number) < ($1.kind.severity, $1.number) })
        where shown.count < Self.mostPictures {
            do {
                guard let octets = try pictures.database.shownPicture(ofSpot: incident.subject) else {
                    continue
                }
                let name = VehicleAdapter.fileName(incident.subject) + ".png"
                shown.append(MailAttachment(fileName: name, mediaType: "image/png", octets: octets))
            } catch {
                logger.error("the picture of \(incident.subject) cannot be read: \(error)")
            }
        }
        return shown
    }

    /// Where the map is that an incident is about; nil for another incident, and where there is none.
    func mapLink(of incident: Incident) -> String? {
        guard let pictures, incident.resolved == nil, let flight = incident.missionID,
            [.mapReady, .mapDoubtful, .mapRefly].contains(incident.kind)
        else { return nil }
        do {
            guard let record = try pictures.database.mapJob(flight) else { return nil }
            return try StateCoding.decode(StoredMap.self, from: record.body).outcome?.link
        } catch {
            logger.error("the map of \(flight) cannot be read: \(error)")
            return nil
        }
    }

    /// What the pictures of a flight show, as far as they are read; nil for a schedule that takes none.
    func pictureLine(of run: MissionRun, in language: MailLanguage) -> String? {
        guard let pictures, configuration.payloads[run.mission.schedule] != nil, run.takeoff != nil else {
            return nil
        }
        // A store that cannot say it is told of with the decision that it cannot take.
        let record = try? pictures.database.pictureFlight(run.mission.id)
        if let record, record.isSettled {
            // Numbers that another version wrote are not shown.
            let tally = try? StateCoding.decode(FlightTally.self, from: record.body)
            return language == .german ? tally?.germanLine : tally?.line
        }
        return language == .german
            ? "noch nicht ausgewertet; Auffälliges kommt als eigene Mail, der Rest im Tagesbericht"
            : "not read yet; exceptions come by mail, the rest in the digest"
    }
}
