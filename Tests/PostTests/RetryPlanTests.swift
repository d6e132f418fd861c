// SPDX-License-Identifier: Apache-2.0
// The back-off between attempts, and the words of replies that it rests on.

import DockModel
import Post
import Testing

@Suite struct RetryPlanTests {
    @Test func `the first retry comes within a minute and no wait is longer than an hour`() {
        for jitter in [0, 0.3, 1, -5, 7, Double.nan, .infinity] {
            #expect(RetryPlan.delay(afterFailures: 1, jitter: jitter) <= .seconds(60))
            #expect(RetryPlan.delay(afterFailures: 1, jitter: jitter) >= .seconds(15))
            for attempts in [Int.min, -1, 0, 5, 8, 60, 1_000, .max] {
                let delay = RetryPlan.delay(afterFailures: attempts, jitter: jitter)
                #expect(delay > .zero && delay <= .seconds(3_600))
            }
        }
    }

    @Test func `waits grow and jitter spreads them`() {
        let waits = (1...9).map { RetryPlan.delay(afterFailures: $0, jitter: 0.5) }
        #expect(waits == waits.sorted() && waits[0] < waits[3] && waits[3] < waits[7])
        #expect(RetryPlan.delay(afterFailures: 8, jitter: 0) == .seconds(1_800))
        #expect(RetryPlan.delay(afterFailures: 8, jitter: 1) == .seconds(3_600))
    }

    @Test func `refused credentials are not hammered`() {
        let refused = SubmissionFault.credentialsRefused(SMTPReply(code: 535, lines: ["5.7.8 no"]))
        #expect(refused.isAboutCredentials && !SubmissionFault.timedOut(.mail).isAboutCredentials)
        for jitter in [0, 0.5, 1] {
            let first = RetryPlan.delay(afterFailures: 1, isAboutCredentials: true, jitter: jitter)
            let late = RetryPlan.delay(afterFailures: 20, isAboutCredentials: true, jitter: jitter)
            #expect(first >= .seconds(900) && late <= .seconds(3_600))
        }
    }

    @Test func `an enhanced status counts only when it agrees with its code`() {
        #expect(SMTPReply(code: 550, lines: ["5.1.1 no"]).enhanced == EnhancedStatus(5, 1, 1))
        for text in ["4.1.1 no", "5.1 no", "5.1.1.1 no", "5.1.1234 no", "51.1.1", "5.a.1", "", "5..1"] {
            #expect(SMTPReply(code: 550, lines: [text]).enhanced == nil)
        }
    }

    @Test(arguments: [
        ("5.1.1", RefusalReason.badAddress), ("5.2.2", .full), ("5.3.4", .tooLarge), ("5.7.1", .policy),
        ("5.5.0", .other),
    ])
    func `a refusal names its reason`(status: String, reason: RefusalReason) {
        #expect(RefusalReason(SMTPReply(code: 550, lines: ["\(status) text"])) == reason)
    }

    @Test func `what a server offers is read whatever its case`() {
        let lines = [
            "hi", "size 35882577", "auth LOGIN plain", "AUTH=LOGIN", "8BITMIME",
            "Limits RCPTMAX=20 MAILMAX=5 X", "SIZE x",
        ]
        let offered = ServerCapabilities(SMTPReply(code: 250, lines: lines))
        #expect(offered.mechanisms == ["LOGIN", "PLAIN"])
        #expect(offered.mostMails == 5 && offered.mostRecipients == 20 && offered.offers8BitMIME)
    }
}
