package hosting

import (
	_ "embed"
	"encoding/json"
)

// openAPI describes what this file's server answers under /scim/v2 and /access/v1.
//
//go:embed openapi.json
var openAPI []byte

func (c *call) openAPI() (*answer, error) {
	return &answer{body: json.RawMessage(openAPI)}, nil
}
