.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2

.PHONY: help setup run test check fix migrate contracts seed bench drill clean

help: ## Danh sách lệnh
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: ## Chuẩn bị môi trường đầy đủ cho người phát triển (.venv)
	@$(PYTHON) manage.py setup --dev

run: ## Chạy toàn bộ sản phẩm tại http://127.0.0.1:8000
	@trap : INT; $(PYTHON) manage.py run || test $$? -eq 130  # stopped by Ctrl-C is no fault

test: setup ## Chạy mọi bài kiểm thử
	$(BIN)/python -m pytest -n $(WORKERS)

check: setup ## Kiểm tra văn phong mã, kiểu, luật nhà, hợp đồng
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	$(BIN)/python -m pytest tests/house tests/contracts/test_documents.py

fix: setup ## Sửa văn phong mã tự động
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

migrate: ## Tạo vai trò, lược đồ và nâng cấp cơ sở dữ liệu
	@$(PYTHON) manage.py migrate

contracts: ## Ghi lại contracts/openapi/*.json và các bảng quyền trong docs/access.md
	@$(PYTHON) manage.py contracts

seed: ## Nạp dữ liệu mẫu
	@$(PYTHON) manage.py seed

bench: setup ## Đo hiệu năng, in tỷ lệ
	$(BIN)/python -m bench

drill: setup ## Diễn tập sự cố: giết từng tiến trình, đo thời gian hồi phục
	$(BIN)/python -m drills

clean: ## Xoá môi trường và bộ nhớ đệm (không đụng tới dữ liệu trong var/)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
