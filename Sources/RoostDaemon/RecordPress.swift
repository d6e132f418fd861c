// SPDX-License-Identifier: Apache-2.0
// Turns a flight record into its files: PDF with its detached signature, CSV and KML, each whole under its name. The
// same record is drawn as the same octets; a signature that cannot be made is said on the page and never pretended.

internal import Foundation
internal import Logging
internal import Mailer
internal import Paper
internal import Post
internal import RoostCore
internal import Settings
internal import Store

/// Makes the files of records.
struct RecordPress: Sendable {
    let folder: RecordFolder
    private let language: PaperLanguage
    private let certificate: String?
    private let key: String?
    private let logger: Logger

    /// The files of one record.
    struct Sheets {
        /// The record as it was drawn.
        var record: FlightRecord
        /// Its files, written.
        var files: [RecordFile]
        /// The same for a mail.
        var attachments: [MailAttachment]
    }

    /// A press; key and certificate are read in `directory` at once and proven to belong together.
    /// - Throws: `MailSealError`, `SecretError` or a file's error.
    init(_ configuration: DockConfiguration, storage: String, directory: String, logger: Logger) throws {
        folder = RecordFolder(storage: storage)
        language = configuration.dock.mail.language == .german ? .german : .english
        self.logger = logger
        guard let signer = configuration.dock.records?.signer else {
            (certificate, key) = (nil, nil)
            return
        }
        let file = signer.certificateFile
        let path = file.hasPrefix("/") ? file : directory + "/" + file
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw MailSealError(description: "\(path) cannot be read: \(error.localizedDescription)")
        }
        let key = try SecretSource(baseDirectory: directory).readDocument(signer.key)
        _ = try MailSigner(certificate: text, key: key)
        (certificate, self.key) = (text, key)
    }

    /// Draws and writes the files of a record.
    func print(_ record: FlightRecord) throws -> Sheets {
        var record = record
        record.isSigned = certificate != nil
        var pdf = try record.document(language: language).pdf()
        var signature: [UInt8]?
        if let certificate, let key {
            do throws(MailSealError) {
                signature = try MailSigner(certificate: certificate, key: key).signature(of: pdf)
            } catch {
                logger.error("the record of \(record.id) could not be signed: \(error)")
                record.isSigned = false
                pdf = try record.document(language: language).pdf()
            }
        }
        let base = Self.baseName(record.id, version: record.version)
        let sheets: [(kind: String, type: String, octets: [UInt8]?)] = [
            ("pdf", "application/pdf", pdf), ("p7s", "application/pkcs7-signature", signature),
            ("csv", "text/csv", Array((FlightRecord.csvHeader + record.csvRow).utf8)),
            ("kml", "application/vnd.google-earth.kml+xml", Array(record.kml.utf8)),
        ]
        var made = Sheets(record: record, files: [], attachments: [])
        for sheet in sheets {
            guard let octets = sheet.octets else { continue }
            let name = sheet.kind == "p7s" ? "\(base).pdf.p7s" : "\(base).\(sheet.kind)"
            made.files.append(try folder.write(octets, kind: sheet.kind, name: name))
            made.attachments.append(MailAttachment(fileName: name, mediaType: sheet.type, octets: octets))
        }
        return made
    }

    /// The name of a version's files without ending.
    static func baseName(_ run: String, version: Int) -> String {
        String(VehicleAdapter.fileName(run).map { $0 == "@" ? "-" : $0 }) + "-v\(version)"
    }
}
