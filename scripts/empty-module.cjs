// Stands in for the parts of Bolt that a queue worker never constructs: web servers, Socket Mode, OAuth.
module.exports = {}
