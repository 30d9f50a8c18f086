public import Desk

extension DemoDesk {
  /// The name of the desk's CRM.
  static let crm = "back office"

  /// The name of the customer file, in the folder of a demo desk.
  public static let customersName = "customers.csv"

  /// What Wickelby's back office knows of its customers: enough to look people of the demo desk up by their e-mail
  /// address or customer number.
  public static let customers = #"""
    customerId,customerNumber,email,tier,customerSince,orders,discount,newsletter,interests
    BO-1,K-1001,isla@harbourhouse.example.com,platinum,2025-12-02,7,10,true,lanterns|workshops
    BO-2,K-1002,rosalind@larkmoor.example.com,platinum,2026-01-05,31,18.5,false,boats
    BO-13,K-1189,bram@lerenlichtje.example.com,gold,2025-12-15,12,5,true,reading lamps
    BO-40,K-2040,"info@dupont-dupond.example.com",bronze,2024-03-09,2,,false,
    BO-41,K-2041,"""Teddy"" <teddy>",silver,2023-11-30,1,,true,string lights

    """#

  /// The last change of a demo desk in a folder: contacts are looked up in its customer file.
  public static func fileConnector(in book: Book) -> Change {
    let keys = ["customerNumber", "email"].compactMap { book.definition(key: $0)?.number }
    let connector = Connector(name: crm, kind: .file(path: customersName), matchOn: keys)
    return Change(
      seq: book.seq + 1, at: max(end, book.lastChangeAt ?? end), by: .desk, what: book.connectorChange(to: connector))
  }
}
