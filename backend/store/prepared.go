package store

import (
	"context"
	"database/sql"
	"sync"
)

// prepared asks a pool by statements that are prepared once: preparing a page's query takes longer
// than reading the page. The pool closes them with its connections.
type prepared struct {
	pool  *sql.DB
	mu    sync.Mutex
	stmts map[string]*sql.Stmt
}

// mostPrepared bounds the memory; there are some dozens of queries.
const mostPrepared = 500

// stmt gives nil for what cannot be prepared: asking the pool tells why.
func (p *prepared) stmt(ctx context.Context, query string) *sql.Stmt {
	p.mu.Lock()
	s, full := p.stmts[query], len(p.stmts) >= mostPrepared
	p.mu.Unlock() // before waiting for a connection
	if s != nil || full {
		return s
	}
	s, err := p.pool.PrepareContext(ctx, query)
	if err != nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if other := p.stmts[query]; other != nil { // somebody was quicker
		_ = s.Close()
		return other
	}
	p.stmts[query] = s
	return s
}

// QueryContext asks for rows.
func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows,
	error) {
	if s := p.stmt(ctx, query); s != nil {
		return s.QueryContext(ctx, args...)
	}
	return p.pool.QueryContext(ctx, query, args...)
}

// QueryRowContext asks for one row.
func (p *prepared) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if s := p.stmt(ctx, query); s != nil {
		return s.QueryRowContext(ctx, args...)
	}
	return p.pool.QueryRowContext(ctx, query, args...)
}
